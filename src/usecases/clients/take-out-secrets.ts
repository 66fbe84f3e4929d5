/** Takes servers whose secrets are encrypted in our state out of a client's configuration, and keeps the text from before. */

import { openConfiguration, serversIn } from '../../client-files/configuration.ts';
import { shownEntries, withoutServers } from '../../client-files/remove-servers.ts';
import { CLIENTS } from '../../compile/clients.ts';
import { confirmationFor, type Given, type NeedsConfirmation } from '../../plan/needs.ts';
import type { Ports } from '../../ports/index.ts';
import type { FoundServers } from './find-servers.ts';
import { secretTextsOf } from './imported-settings.ts';

export interface TakeOutInput {
  readonly found: FoundServers;
  /** The names of the servers to take out. */
  readonly names: readonly string[];
}

export interface TakenOut {
  readonly names: readonly string[];
  /** The file that keeps the text from before. */
  readonly backup?: string;
  /** Whether only a person can do it, since the text leaves no way to remove these servers alone. */
  readonly isByHand: boolean;
}

const NOTHING: TakenOut = { names: [], isByHand: false };

/**
 * Reads the file again at each run, so that a file that changes after it was shown needs another confirmation. An entry
 * that is not the imported one any more stays, since its secrets may be new.
 *
 * @throws Refusal `file-unreadable`, `file-unwritable`, `config-invalid`.
 */
export async function takeOutSecrets(
  { found, names, ...given }: TakeOutInput & Given,
  { files, folders }: Pick<Ports, 'files' | 'folders'>,
): Promise<TakenOut | NeedsConfirmation> {
  if (names.length === 0) return NOTHING;
  const { path } = found;
  const client = CLIENTS[found.client];
  const configuration = await openConfiguration(client, path, { files, folders });
  const { text = '' } = configuration;
  const now = await serversIn(client, configuration);
  const imported = found.servers.filter(
    ({ name, entry }) => names.includes(name) && JSON.stringify(now[name]) === JSON.stringify(entry),
  );
  if (imported.length === 0) return NOTHING;
  const taken = imported.map(({ name }) => name);
  const after = await withoutServers(client, configuration, taken);
  if (after === undefined) return { names: [], isByHand: true };
  const secrets = imported.flatMap(({ found: each }) => ('why' in each ? [] : secretTextsOf(each)));
  const entries = shownEntries(
    client.key,
    Object.fromEntries(imported.map(({ name, entry }) => [name, entry])),
    secrets,
  );
  const needs = await confirmationFor([{ kind: 'servers-taken-out', path, entries }], given, text);
  if (needs) return needs;
  const backup = await files.backUp(path, text);
  await files.rewrite(path, after);
  return { names: taken, backup, isByHand: false };
}
