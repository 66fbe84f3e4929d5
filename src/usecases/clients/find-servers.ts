/** Finds the servers in a client's configuration, and what has to be read before they can be imported. */

import { contentOf, openConfiguration, serversIn } from '../../client-files/configuration.ts';
import { type FoundServer, foundServer } from '../../client-files/found-server.ts';
import { CLIENTS, type ClientName } from '../../compile/clients.ts';
import { isJsonObject } from '../../json-object.ts';
import { hint } from '../../next-step.ts';
import type { Ports } from '../../ports/index.ts';
import { Refusal } from '../../refusal.ts';

export interface FoundServers {
  readonly client: ClientName;
  readonly path: string;
  readonly servers: readonly FoundEntry[];
  /** Whether it is inside of the current folder, where it may have come with somebody else's repository. */
  readonly isInCurrentFolder: boolean;
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
  const isOff = switchedOffIn(await contentOf(client, configuration));
  const servers = entries.map(([each, entry]) => {
    const found = isOff(each) ? { why: 'It is switched off.' } : foundServer(each, entry, name);
    return { name: each, entry, found };
  });
  return { client: name, path, servers, isInCurrentFolder: isInside(path, ports) };
}

function isInside(path: string, { files }: Pick<Ports, 'files'>): boolean {
  const [folder, file] = [files.absolute('.'), files.absolute(path)].map((each) => each.replaceAll('\\', '/'));
  return `${file}`.startsWith(`${folder}/`.replace('//', '/'));
}

/** Gemini CLI lists the servers to leave out, or those to use, beside them. */
function switchedOffIn(content: unknown): (name: string) => boolean {
  const { mcp, excludeMCPServers, allowMCPServers } = isJsonObject(content) ? content : {};
  const { excluded, allowed } = isJsonObject(mcp) ? mcp : {};
  const [left, used] = [excluded ?? excludeMCPServers, allowed ?? allowMCPServers];
  return (name) => (Array.isArray(left) && left.includes(name)) || (Array.isArray(used) && !used.includes(name));
}

function missing(title: string, path: string): Refusal {
  return new Refusal('file-not-found', {
    what: `${title} has no configuration at ${path}.`,
    hint: hint`Name the file: ${{ do: 'run', words: ['import', 'CLIENT', '--file', 'PATH'] }}`,
    details: { file: path },
  });
}
