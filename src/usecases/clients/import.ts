/** `import CLIENT`: the servers of a client's configuration become ours, and their secrets leave it. */

import { CLIENTS, type ClientName } from '../../compile/clients.ts';
import { hint, type NextStep, stepsOf } from '../../next-step.ts';
import type { Scope } from '../../ports/index.ts';
import type { TerminalPorts } from '../../ports/person.ts';
import { Refusal } from '../../refusal.ts';
import { Secret } from '../../secret.ts';
import type { CompletionPorts } from '../servers/complete-settings.ts';
import { createServer } from '../servers/server.ts';
import type { ServerSettings } from '../servers/settings.ts';
import { type Configuration, openConfiguration, serversIn } from './configuration.ts';
import { type FoundServer, foundServer } from './found-server.ts';
import { shownEntries, withoutServers } from './remove-servers.ts';

export interface Imported {
  readonly path: string;
  readonly servers: readonly ImportedServer[];
  /** Servers whose secrets were in the file, and are no longer there; what was there is in `backup`. */
  readonly takenOut: readonly string[];
  readonly backup?: string;
  /** Servers that are ours, and whose secrets are in the file still. */
  readonly exposed: readonly string[];
  /** Whether only a person can take those out, since the file is written in a way that leaves us none. */
  readonly isByHand: boolean;
}

export interface ImportedServer {
  /** As the client calls it. */
  readonly name: string;
  readonly outcome: 'created' | 'skipped' | 'failed';
  readonly why?: string;
  readonly next?: NextStep;
  /** The headers whose values were in the file, and are now in our state. */
  readonly secretsStored: readonly string[];
}

export interface ImportOptions {
  readonly file?: string;
  /** Shows what would be taken out of the file, without secrets, before a person is asked. */
  readonly show: (taken: { path: string; entries: string }) => void;
}

type ImportPorts = CompletionPorts & Pick<TerminalPorts, 'files' | 'folders' | 'prompts' | 'references'>;

/** A server as it was found, and what became of it. */
interface Trial {
  readonly result: ImportedServer;
  readonly entry: unknown;
  /** The texts that would have to leave the file; none while the server is not ours. */
  readonly exposed: readonly string[];
}

/** One server that fails does not stop the others. Refuses `file-not-found`, `config-invalid`, `file-unwritable`. */
export async function importClient(
  name: ClientName,
  { file, show }: ImportOptions,
  scope: Pick<Scope, 'project'>,
  ports: ImportPorts,
): Promise<Imported> {
  const client = CLIENTS[name];
  const configuration = await openConfiguration(client, file, ports);
  const { path, text } = configuration;
  if (text === undefined) throw missing(client.title, path);
  const trials: Trial[] = [];
  for (const [each, entry] of Object.entries(await serversIn(client, configuration))) {
    if (each !== 'mcpctl') trials.push(await imported(each, entry, scope, ports));
  }
  const exposed = trials.filter((trial) => trial.exposed.length > 0);
  const names = exposed.map(({ result }) => result.name);
  const after = names.length > 0 ? await withoutServers(client, configuration, names) : undefined;
  const backup =
    after === undefined ? undefined : await takeOut(exposed, after, { ...configuration, key: client.key }, show, ports);
  return {
    path,
    servers: trials.map(({ result }) => result),
    takenOut: backup === undefined ? [] : names,
    backup,
    exposed: backup === undefined ? names : [],
    isByHand: names.length > 0 && after === undefined,
  };
}

/** Where the old text is; undefined when nobody said yes. */
async function takeOut(
  exposed: readonly Trial[],
  after: string,
  { path, text = '', key }: Configuration & { readonly key: string },
  show: ImportOptions['show'],
  { files, prompts }: ImportPorts,
): Promise<string | undefined> {
  if (!prompts.allowed && !prompts.yes) return undefined;
  const entries = Object.fromEntries(exposed.map(({ result, entry }) => [result.name, entry]));
  const secrets = exposed.flatMap((trial) => trial.exposed);
  show({ path, entries: shownEntries(key, entries, secrets) });
  if (!(await prompts.confirm({ message: `Take these out of ${path}?` }))) return undefined;
  const backup = await files.backUp(path, text);
  await files.write(path, after);
  return backup;
}

async function imported(
  name: string,
  entry: unknown,
  scope: Pick<Scope, 'project'>,
  ports: ImportPorts,
): Promise<Trial> {
  const found = foundServer(name, entry);
  if ('why' in found) {
    return { entry, exposed: [], result: { name, outcome: 'skipped', why: found.why, secretsStored: [] } };
  }
  const texts = [...found.secrets.values()].map(({ text }) => text);
  try {
    const made = await create(found, scope, ports);
    const next: NextStep | undefined = made.provider && { do: 'connect', target: made.server.name };
    const secretsStored = [...found.secrets.values()].map(({ header }) => header);
    return { entry, exposed: texts, result: { name, outcome: 'created', next, secretsStored } };
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown;
    const isThere = thrown.code === 'server-name-taken';
    const result: ImportedServer = {
      name,
      outcome: isThere ? 'skipped' : 'failed',
      why: thrown.why ? `${thrown.message} ${thrown.why}` : thrown.message,
      next: stepsOf(thrown.hint)[0],
      secretsStored: [],
    };
    return { entry, exposed: isThere && (await isOurs(found, scope, ports)) ? texts : [], result };
  }
}

type Importable = Exclude<FoundServer, { why: string }>;

async function create({ document, secrets }: Importable, scope: Pick<Scope, 'project'>, ports: ImportPorts) {
  const { name, config } = document;
  const read = async (text: string) => {
    const secret = secrets.get(text);
    return secret ? new Secret(secret.text) : ports.references.resolve(text);
  };
  const headers: Record<string, Secret> = {};
  for (const [header, text] of Object.entries(config.headers ?? {})) headers[header] = await read(text);
  const token = config.auth?.auth_token;
  const settings: ServerSettings = {
    name,
    config: {
      endpoint: config.endpoint,
      ...(config.headers && { headers }),
      ...(token !== undefined && { auth: { type: 'token', auth_token: await read(token) } }),
    },
  };
  // A header is how such a server is authorized, so no other authorization is discovered.
  const wanted = config.headers && !config.auth ? 'none' : undefined;
  return createServer({ settings, wanted }, scope, ports);
}

/** Whether an earlier import has made it already. */
async function isOurs(
  { document }: Importable,
  { project }: Pick<Scope, 'project'>,
  { state }: ImportPorts,
): Promise<boolean> {
  const known = await state.read((tables) => tables.servers.find(project, document.name));
  return known?.url === document.config.endpoint;
}

function missing(title: string, path: string): Refusal {
  return new Refusal('file-not-found', {
    what: `${title} has no configuration at ${path}.`,
    hint: hint`Name the file: ${{ do: 'run', words: ['import', 'CLIENT', '--file', 'PATH'] }}`,
    details: { file: path },
  });
}
