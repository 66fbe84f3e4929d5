/** `import`, from its options to its output. */

import type { ClientName } from '../../compile/clients.ts';
import { Hint, hint, type NextStep, nextMembers } from '../../next-step.ts';
import { printable } from '../../printable.ts';
import { EXIT } from '../../refusal.ts';
import { type Imported, type ImportedServer, importClient } from '../../usecases/clients/import.ts';
import type { Context } from '../context.ts';
import type { Output } from '../output.ts';
import { renderDiff } from '../render/diagnostics/diff.ts';

/** Exit code 3 when a server failed. */
export async function runImport(
  { ports, globals, output }: Context,
  client: ClientName,
  file: string | undefined,
): Promise<number> {
  const show = ({ path, entries }: { path: string; entries: string }) =>
    output.say(renderDiff([{ name: path, before: entries, after: '' }], output.color, 0));
  const imported = await importClient(client, { file, show }, globals, ports);
  const { path, servers, takenOut, backup, exposed, isByHand } = imported;
  if (globals.json) output.json(importedDocument(imported));
  else for (const each of servers) output.data(serverLine(each, output));
  if (servers.length === 0) output.say(`${path} has no other server.`);
  const fileOption = file === undefined ? [] : ['--file', file];
  const again: NextStep = { do: 'run', words: ['import', client, ...fileOption, '--yes'] };
  if (takenOut.length > 0) {
    output.say(
      hint`Took ${takenOut.join(', ')} out of ${path}: its secrets are encrypted in our state now. What was there is in ${backup ?? ''}; delete it when all works.\nNext: ${{ do: 'run', words: ['export', client] }}`,
    );
  }
  if (exposed.length > 0) {
    const way = isByHand ? new Hint(['Remove them there by hand.']) : hint`Take them out: ${again}`;
    output.warn(hint`The secrets of ${exposed.join(', ')} are encrypted now, and are in ${path} still. ${way}`);
  }
  return servers.some(({ outcome }) => outcome === 'failed') ? EXIT.refused : EXIT.done;
}

function serverLine(
  { name, outcome, why, next, secretsStored }: ImportedServer,
  { text }: Pick<Output, 'text'>,
): string {
  const stored = secretsStored.length > 0 ? ` Its ${secretsStored.join(', ')} is encrypted now.` : '';
  const words = `${outcome} ${name}.${stored}${why ? ` ${why}` : ''}${next ? ` Next: ${text(new Hint([next]))}` : ''}`;
  return printable(words);
}

function importedDocument({ path, servers, takenOut, backup, exposed }: Imported): object {
  return {
    file: path,
    backup: backup ?? null,
    taken_out: takenOut,
    exposed,
    servers: servers.map(({ name, outcome, why, next, secretsStored }) => ({
      name,
      outcome,
      why: why ?? null,
      ...nextMembers(next),
      secrets_stored: secretsStored,
    })),
  };
}
