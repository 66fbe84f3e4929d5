/** `mcpctl list`. */
import type { Installation } from '../../records.ts';
import { isoTime } from '../../time.ts';
import type { Output } from '../output.ts';
import { NOTHING_INSTALLED } from '../render/nothing-installed.ts';
import { writeTable } from '../render/table.ts';

export async function listText(installations: readonly Installation[], output: Output): Promise<void> {
  if (installations.length === 0) {
    output.say(NOTHING_INSTALLED);
    return;
  }
  writeTable(
    installations,
    [
      { title: 'app', text: ({ name }) => name, whole: true },
      { title: 'version', text: ({ version }) => version ?? '-' },
      { title: 'collections', text: ({ collections }) => collections.map(({ id }) => id).join(', ') },
      { title: 'installed', text: ({ installedAt }) => isoTime(installedAt).slice(0, 16) },
    ],
    output,
  );
}
