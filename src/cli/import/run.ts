/** `import`, from its options to its output. */

import type { Environment } from '../../client-files/variables.ts';
import type { ClientName } from '../../compile/clients.ts';
import { importedDocument } from '../../documents/imported.ts';
import { Hint, hint, type NextStep } from '../../next-step.ts';
import { isNeeds, type NeedsConfirmation } from '../../plan/needs.ts';
import { printable } from '../../printable.ts';
import { EXIT } from '../../refusal.ts';
import { renderDiff } from '../../reports/diff.ts';
import { type FoundServers, findServers } from '../../usecases/clients/find-servers.ts';
import { type ImportedServer, importServers } from '../../usecases/clients/import.ts';
import { type TakenOut, takeOutSecrets } from '../../usecases/clients/take-out-secrets.ts';
import type { Context } from '../context.ts';
import type { Output } from '../output.ts';
import { runAsking } from '../run-asking.ts';
import { askAboutVariables, readVariables } from './variables.ts';

/** Exit code 3 when a server failed. */
export async function runImport(context: Context, client: ClientName, file: string | undefined): Promise<number> {
  const { ports, globals, output } = context;
  const found = await findServers({ client, file }, ports);
  const { path } = found;
  const fileOption = file === undefined ? [] : ['--file', file];
  const again = { do: 'run' as const, words: ['import', client, ...fileOption] };
  let environment: Environment = new Map();
  const { servers, exposed, unread } = await runAsking(
    (given) => importServers({ found, environment, ...given }, globals, ports),
    {
      confirmation: async (needs) => {
        await askAboutVariables(needs, again, context);
        environment = await readVariables(found, ports.references);
      },
    },
  );
  const taken = await takeOut(
    found,
    exposed.filter((name) => !unread.includes(name)),
    context,
  );
  const left = exposed.filter((name) => !taken.names.includes(name));
  if (globals.json) output.json(importedDocument({ path, servers, taken, exposed: left }));
  else for (const each of servers) output.data(serverLine(each, output));
  if (servers.length === 0) output.say(`${path} has no other server.`);
  if (taken.names.length > 0) {
    output.say(
      hint`Took ${taken.names.join(', ')} out of ${path}: its secrets are encrypted in our state now. What was there is in ${taken.backup ?? ''}; delete it when all works.\nNext: ${{ do: 'run', words: ['export', client] }}`,
    );
  }
  const encrypted = left.filter((name) => !unread.includes(name));
  if (encrypted.length > 0) {
    const takeThem: NextStep = { do: 'run', words: [...again.words, '--yes'] };
    const way = taken.isByHand ? new Hint(['Remove them there by hand.']) : hint`Take them out: ${takeThem}`;
    output.warn(hint`The secrets of ${encrypted.join(', ')} are encrypted now, and are in ${path} still. ${way}`);
  }
  if (unread.length > 0) output.warn(`Secrets of ${unread.join(', ')} are only in ${path}, unencrypted.`);
  return servers.some(({ outcome }) => outcome === 'failed') ? EXIT.refused : EXIT.done;
}

/** The servers stay in the file when the person says no, or when there is no terminal and no `--yes`. */
async function takeOut(
  found: FoundServers,
  names: readonly string[],
  { ports, output }: Pick<Context, 'ports' | 'output'>,
): Promise<TakenOut> {
  const agrees = async ({ consequences }: NeedsConfirmation) => {
    const { prompts } = ports;
    if (!prompts.allowed && !prompts.yes) return false;
    for (const { path, entries } of consequences.filter((each) => each.kind === 'servers-taken-out')) {
      output.say(renderDiff([{ name: path, before: entries, after: '' }], output.color, 0));
    }
    return prompts.confirm({ message: `Take these out of ${found.path}?` });
  };
  let outcome = await takeOutSecrets({ found, names }, ports);
  while (isNeeds(outcome)) {
    if (!(await agrees(outcome))) return { names: [], isByHand: false };
    outcome = await takeOutSecrets({ found, names, confirm: outcome.digest }, ports);
  }
  return outcome;
}

function serverLine(
  { name, server, outcome, why, next, secretsStored }: ImportedServer,
  { text }: Pick<Output, 'text'>,
): string {
  const stored = secretsStored.length > 0 ? ` Its ${secretsStored.join(', ')} is encrypted now.` : '';
  const renamed = server === undefined || server === name ? '' : ` as ${server}`;
  const words = `${outcome} ${name}${renamed}.${stored}${why ? ` ${why}` : ''}${next ? ` Next: ${text(new Hint([next]))}` : ''}`;
  return printable(words);
}
