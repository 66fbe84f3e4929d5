/** Makes servers of those that a client's configuration has, and encrypts their secrets. */

import type { FoundServer } from '../../client-files/found-server.ts';
import { type NextStep, stepsOf } from '../../next-step.ts';
import type { Scope } from '../../ports/index.ts';
import { Refusal } from '../../refusal.ts';
import { Secret } from '../../secret.ts';
import type { CompletionPorts } from '../servers/complete-settings.ts';
import { createServer } from '../servers/server.ts';
import type { ServerSettings } from '../servers/settings.ts';
import type { FoundEntry, FoundServers } from './find-servers.ts';

export interface ImportInput {
  readonly found: FoundServers;
  /** What the references of the configuration stand for, or why one cannot be read. */
  readonly secrets: ReadonlyMap<string, Secret | Refusal>;
}

export interface Imported {
  readonly servers: readonly ImportedServer[];
  /** The names of servers that are in our state, and whose secrets are still in the file. */
  readonly exposed: readonly string[];
}

export interface ImportedServer {
  /** As the client calls it. */
  readonly name: string;
  readonly outcome: 'created' | 'skipped' | 'failed';
  readonly why?: string;
  readonly next?: NextStep;
  /** The headers whose values are now encrypted in our state. */
  readonly secretsStored: readonly string[];
}

/** A server that fails does not stop the others. */
export async function importServers(
  { found, secrets }: ImportInput,
  scope: Pick<Scope, 'project'>,
  ports: CompletionPorts,
): Promise<Imported> {
  const servers: ImportedServer[] = [];
  const exposed: string[] = [];
  for (const entry of found.servers) {
    const { result, isExposed } = await importServer(entry, secrets, { scope, ports });
    servers.push(result);
    if (isExposed) exposed.push(entry.name);
  }
  return { servers, exposed };
}

interface Work {
  readonly scope: Pick<Scope, 'project'>;
  readonly ports: CompletionPorts;
}

async function importServer(
  { name, found }: FoundEntry,
  secrets: ImportInput['secrets'],
  work: Work,
): Promise<{ result: ImportedServer; isExposed: boolean }> {
  if ('why' in found) {
    return { isExposed: false, result: { name, outcome: 'skipped', why: found.why, secretsStored: [] } };
  }
  const hasSecrets = found.secrets.size > 0;
  try {
    const made = await create(found, secrets, work);
    const next: NextStep | undefined = made.provider && { do: 'connect', target: made.server.name };
    const secretsStored = [...found.secrets.values()].map(({ header }) => header);
    return { isExposed: hasSecrets, result: { name, outcome: 'created', next, secretsStored } };
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
    return { isExposed: hasSecrets && isThere && (await wasImported(found, work)), result };
  }
}

type Importable = Exclude<FoundServer, { why: string }>;

async function create({ document, secrets: own }: Importable, given: ImportInput['secrets'], { scope, ports }: Work) {
  const { name, config } = document;
  const secret = (text: string): Secret => {
    const found = own.get(text);
    const known = found ? new Secret(found.text) : given.get(text);
    if (known instanceof Secret) return known;
    throw known ?? new Error(`Nobody has read ${text}.`);
  };
  const headers = Object.entries(config.headers ?? {}).map(([header, text]) => [header, secret(text)] as const);
  const token = config.auth?.auth_token;
  const settings: ServerSettings = {
    name,
    config: {
      endpoint: config.endpoint,
      ...(config.headers && { headers: Object.fromEntries(headers) }),
      ...(token !== undefined && { auth: { type: 'token', auth_token: secret(token) } }),
    },
  };
  // A server with headers is authorized by them, so no other authorization is discovered.
  const wanted = config.headers && !config.auth ? 'none' : undefined;
  return createServer({ settings, wanted }, scope, ports);
}

/** Whether an earlier import has created the server. */
async function wasImported({ document }: Importable, { scope, ports }: Work): Promise<boolean> {
  const known = await ports.state.read((tables) => tables.servers.find(scope.project, document.name));
  return known?.url === document.config.endpoint;
}
