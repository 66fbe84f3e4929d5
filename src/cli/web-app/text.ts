/** Web apps, for people. */
import { hint } from '../../next-step.ts';
import { printable } from '../../printable.ts';
import type { WebApp } from '../../records-of-callers.ts';
import { styles } from '../../styles.ts';
import type { Output } from '../output.ts';
import { writeTable } from '../render/table.ts';

export function webAppText({ name, origins, verifyUrl }: WebApp, color: boolean): string {
  const lines = [`web app ${styles(color).strong(printable(name))}`];
  lines.push(`  origins: ${origins.length === 0 ? 'none, so no page may use its sessions' : origins.join(' ')}`);
  if (verifyUrl !== undefined) lines.push(`  confirms consents at ${printable(verifyUrl)}`);
  return lines.join('\n');
}

export async function webAppsText(webApps: readonly WebApp[], output: Output): Promise<void> {
  if (webApps.length === 0) {
    output.say(hint`This project has no web app. Make one: ${{ do: 'create', what: 'web-app' }}`);
    return;
  }
  await writeTable(
    webApps,
    [
      { title: 'web app', text: ({ name }) => name, whole: true },
      { title: 'origins', text: ({ origins }) => origins.join(' ') || '-' },
      { title: 'verify url', text: ({ verifyUrl }) => verifyUrl ?? '-' },
    ],
    output,
  );
}
