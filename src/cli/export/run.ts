/** `export`, from its options to its output. */
import type { ClientName } from '../../compile/clients.ts';
import type { NextStep } from '../../next-step.ts';
import type { NeedsConfirmation } from '../../plan/needs.ts';
import { printable } from '../../printable.ts';
import { renderDiff } from '../../reports/diff.ts';
import { exportClient } from '../../usecases/clients/export.ts';
import { confirm } from '../confirm.ts';
import type { Context } from '../context.ts';
import { runAsking } from '../run-asking.ts';

interface ExportCommandOptions {
  readonly file?: string;
  readonly agent?: string;
  readonly print?: boolean;
  readonly dryRun?: boolean;
}

export async function runExport(
  { ports, globals, output }: Context,
  client: ClientName,
  { file, agent, print = false, dryRun = false }: ExportCommandOptions,
): Promise<undefined> {
  const diff = ({ path, before, after }: { path: string; before: string; after: string }) =>
    // Only the lines that change are shown: the lines around them may hold secrets of other servers.
    renderDiff([{ name: path, before, after }], output.color, 0);
  const confirmation = async ({ consequences }: NeedsConfirmation) => {
    for (const change of consequences.filter((each) => each.kind === 'file-changed')) {
      output.say(diff(change));
      // Without a terminal the command itself is the consent, since what was there is kept.
      if (!ports.prompts.allowed) continue;
      const step: NextStep = { do: 'run', words: ['export', client] };
      await confirm({ question: `Write ${change.path} as shown?`, step }, ports.prompts);
    }
  };
  const input = { client, file, agent, isDryRun: print || dryRun };
  const exported = await runAsking((given) => exportClient({ ...input, ...given }, globals, ports), { confirmation });
  const { path, backup, outcome, after } = exported;
  if (globals.json) {
    output.json({ client, file: path, outcome, backup: backup ?? null, ...(print && { configuration: after }) });
  } else if (print) output.data(printable(after, { lines: true }));
  else if (outcome === 'nothing_to_do') output.data(`${path} starts the gateway already.`);
  else if (outcome === 'planned') output.data(diff(exported));
  else output.data(`Wrote ${path}.${backup ? ` What was there is in ${backup}.` : ''}`);
}
