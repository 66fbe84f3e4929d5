/** `import CLIENT`: the servers of a client's configuration become ours, their secrets encrypted. */
import { CLIENTS, type ClientName } from '../compile/clients.ts';
import type { Ports, Scope } from '../ports.ts';
import { Refusal } from '../refusal.ts';
import { Secret } from '../secret.ts';
import { openConfiguration, serversIn } from './clients/configuration.ts';
import { foundServer } from './clients/found-server.ts';
import { createServer } from './server.ts';

export interface Imported {
  readonly path: string;
  readonly servers: readonly ImportedServer[];
}

export interface ImportedServer {
  /** As the client calls it. */
  readonly name: string;
  readonly outcome: 'created' | 'skipped' | 'failed';
  readonly why?: string;
  readonly next?: string;
  /** The headers whose values were in the file, and are now in our state as well. */
  readonly secretsStored: readonly string[];
}

/** One server that fails does not stop the others. Refuses `file-not-found`, `config-invalid`, `usage`. */
export async function importClient(
  name: ClientName,
  file: string | undefined,
  scope: Pick<Scope, 'project'>,
  ports: Parameters<typeof createServer>[3] & Pick<Ports, 'files' | 'folders'>,
): Promise<Imported> {
  const client = CLIENTS[name];
  if (client.format === 'toml') throw notRead(client.title);
  const configuration = await openConfiguration(client, file, ports);
  const { path, text } = configuration;
  if (text === undefined) throw missing(client.title, path);
  const servers: ImportedServer[] = [];
  for (const [each, entry] of Object.entries(await serversIn(client, configuration))) {
    if (each !== 'mcpctl') servers.push(await imported(each, entry, scope, ports));
  }
  return { path, servers };
}

async function imported(
  name: string,
  entry: unknown,
  scope: Pick<Scope, 'project'>,
  ports: Parameters<typeof createServer>[3],
): Promise<ImportedServer> {
  const found = foundServer(name, entry);
  if ('why' in found) return { name, outcome: 'skipped', why: found.why, secretsStored: [] };
  const { document, secrets } = found;
  const { references } = ports;
  const resolve = async (text: string) => {
    const secret = secrets.get(text);
    return secret ? new Secret(secret.text) : references.resolve(text);
  };
  const isReference = (text: string) => secrets.has(text) || references.isReference(text);
  // A header is how such a server is authorized: nothing else is asked for.
  const wanted = document.config.headers && !document.config.auth ? 'none' : undefined;
  try {
    const made = await createServer(document, wanted, scope, {
      ...ports,
      references: { ...references, isReference, resolve },
    });
    const next = made.provider && `mcpctl connect ${made.server.name}`;
    return { name, outcome: 'created', next, secretsStored: [...secrets.values()].map(({ header }) => header) };
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown;
    const isThere = thrown.code === 'server-name-taken';
    const why = thrown.why ? `${thrown.message} ${thrown.why}` : thrown.message;
    return {
      name,
      outcome: isThere ? 'skipped' : 'failed',
      why,
      next: /mcpctl .*/.exec(thrown.hint)?.[0],
      secretsStored: [],
    };
  }
}

function notRead(title: string): Refusal {
  return new Refusal('usage', {
    what: `The configuration of ${title} is TOML, which import does not read.`,
    hint: 'Make its servers one by one: mcpctl server create NAME URL',
  });
}

function missing(title: string, path: string): Refusal {
  return new Refusal('file-not-found', {
    what: `${title} has no configuration at ${path}.`,
    hint: 'Name the file: mcpctl import CLIENT --file PATH',
    details: { file: path },
  });
}
