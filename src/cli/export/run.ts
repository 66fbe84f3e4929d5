/** `export`, from its options to its output. */
import type { ClientName } from '../../compile/clients.ts';
import { printable } from '../../printable.ts';
import { exportClient } from '../../usecases/clients/export.ts';
import type { Context } from '../context.ts';
import { renderDiff } from '../render/diagnostics/diff.ts';

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
    // No lines around the change: they may hold the secrets of other servers.
    renderDiff([{ name: path, before, after }], output.color, 0);
  const show = (change: Parameters<typeof diff>[0]) => output.say(diff(change));
  const exported = await exportClient(client, { file, agent, isDryRun: print || dryRun, show }, globals, ports);
  const { path, backup, outcome, after } = exported;
  if (globals.json) {
    output.json({ client, file: path, outcome, backup: backup ?? null, ...(print && { configuration: after }) });
  } else if (print) output.data(printable(after, { lines: true }));
  else if (outcome === 'nothing_to_do') output.data(`${path} starts the gateway already.`);
  else if (outcome === 'planned') output.data(diff(exported));
  else output.data(`Wrote ${path}.${backup ? ` What was there is in ${backup}.` : ''}`);
}
