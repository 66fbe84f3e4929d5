/** `export` and `import`, from their options to their output. */
import type { ClientName } from '../compile/clients.ts';
import { printable } from '../printable.ts';
import { EXIT } from '../refusal.ts';
import { exportClient } from '../usecases/export.ts';
import { type Imported, type ImportedServer, importClient } from '../usecases/import.ts';
import type { Context } from './context.ts';
import { renderDiff } from './render/diagnostics/diff.ts';

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

/** Exit code 3 when a server failed. */
export async function runImport(
  { ports, globals, output }: Context,
  client: ClientName,
  file: string | undefined,
): Promise<number> {
  const imported = await importClient(client, file, globals, ports);
  if (globals.json) output.json(importedDocument(imported));
  else for (const each of imported.servers) output.data(serverLine(each));
  if (imported.servers.length === 0) output.say(`${imported.path} has no other server.`);
  if (imported.servers.some(({ secretsStored }) => secretsStored.length > 0)) {
    output.warn(`The secrets are encrypted now, and are in ${imported.path} still. Remove those servers there.`);
  }
  return imported.servers.some(({ outcome }) => outcome === 'failed') ? EXIT.refused : EXIT.done;
}

function serverLine({ name, outcome, why, next, secretsStored }: ImportedServer): string {
  const stored = secretsStored.length > 0 ? ` Its ${secretsStored.join(', ')} is encrypted now.` : '';
  const words = `${outcome} ${name}.${stored}${why ? ` ${why}` : ''}${next ? ` Next: ${next}` : ''}`;
  return printable(words);
}

function importedDocument({ path, servers }: Imported): object {
  return {
    file: path,
    servers: servers.map(({ name, outcome, why, next, secretsStored }) => ({
      name,
      outcome,
      why: why ?? null,
      next: next ?? null,
      secrets_stored: secretsStored,
    })),
  };
}
