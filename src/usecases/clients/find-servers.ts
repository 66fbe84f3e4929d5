/** Finds the servers in a client's configuration, and what has to be read before they can be imported. */

import { openConfiguration, serversIn } from '../../client-files/configuration.ts';
import { type FoundServer, foundServer } from '../../client-files/found-server.ts';
import { CLIENTS, type ClientName } from '../../compile/clients.ts';
import { hint } from '../../next-step.ts';
import type { Ports } from '../../ports/index.ts';
import { Refusal } from '../../refusal.ts';

export interface FoundServers {
  readonly client: ClientName;
  readonly path: string;
  readonly servers: readonly FoundEntry[];
  /** References to the environment in the entries, each once. The caller reads them. */
  readonly references: readonly string[];
}

export interface FoundEntry {
  /** As the client calls it. */
  readonly name: string;
  /** As it is in the file, with its secrets. */
  readonly entry: unknown;
  readonly found: FoundServer;
}

/** @throws Refusal `file-not-found`, `file-unreadable`, `config-invalid`. */
export async function findServers(
  { client: name, file }: { readonly client: ClientName; readonly file?: string },
  ports: Pick<Ports, 'files' | 'folders'>,
): Promise<FoundServers> {
  const client = CLIENTS[name];
  const configuration = await openConfiguration(client, file, ports);
  const { path, text } = configuration;
  if (text === undefined) throw missing(client.title, path);
  const entries = Object.entries(await serversIn(client, configuration)).filter(([each]) => each !== 'mcpctl');
  const servers = entries.map(([each, entry]) => ({ name: each, entry, found: foundServer(each, entry) }));
  const references = new Set(servers.flatMap(({ found }) => ('why' in found ? [] : found.references)));
  return { client: name, path, servers, references: [...references] };
}

function missing(title: string, path: string): Refusal {
  return new Refusal('file-not-found', {
    what: `${title} has no configuration at ${path}.`,
    hint: hint`Name the file: ${{ do: 'run', words: ['import', 'CLIENT', '--file', 'PATH'] }}`,
    details: { file: path },
  });
}
