/** Makes servers of those that a client's configuration has, and encrypts their secrets. */

import type { Importable } from '../../client-files/found-server.ts';
import type { Environment } from '../../client-files/variables.ts';
import { type NextStep, stepsOf } from '../../next-step.ts';
import { type Consequence, confirmationFor, type Given, type NeedsConfirmation } from '../../plan/needs.ts';
import type { Scope } from '../../ports/index.ts';
import { Refusal } from '../../refusal.ts';
import type { CompletionPorts } from '../servers/complete-settings.ts';
import { holdsSecrets } from '../servers/held-secrets.ts';
import { createServer } from '../servers/server.ts';
import type { ServerSettings } from '../servers/settings.ts';
import type { FoundEntry, FoundServers } from './find-servers.ts';
import { type ImportedSettings, importedSettings, variablesOf } from './imported-settings.ts';

export interface ImportInput {
  readonly found: FoundServers;
  /** What the variables of the configuration stand for, or why one cannot be read. Read once a person has agreed. */
  readonly environment: Environment;
}

export interface Imported {
  readonly servers: readonly ImportedServer[];
  /** The names of servers that are in our state, and whose secrets are still in the file. */
  readonly exposed: readonly string[];
  /** Those of them whose entries have a secret that is nowhere else, so that they stay in the file. */
  readonly unread: readonly string[];
}

export interface ImportedServer {
  /** As the client calls it. */
  readonly name: string;
  /** The name that it has with us, when there is one. */
  readonly server?: string;
  readonly outcome: 'created' | 'skipped' | 'failed';
  readonly why?: string;
  readonly next?: NextStep;
  /** What was in the file and is now encrypted in our state: names of headers, `client_secret`. */
  readonly secretsStored: readonly string[];
}

/**
 * If the entries have variables: returns which host would get which variable, until the digest is given. A server that
 * fails does not stop the others.
 */
export async function importServers(
  { found, environment, ...given }: ImportInput & Given,
  scope: Pick<Scope, 'project'>,
  ports: CompletionPorts,
): Promise<Imported | NeedsConfirmation> {
  const sent = variablesSent(found);
  const needs = sent && (await confirmationFor([sent], given));
  if (needs) return needs;
  const results: ImportResult[] = [];
  for (const entry of found.servers) results.push(await importServer(entry, environment, { scope, ports }));
  const names = (wanted: Exposure[]) =>
    results.filter(({ exposure }) => exposure && wanted.includes(exposure)).map(({ result }) => result.name);
  return {
    servers: results.map(({ result }) => result),
    exposed: names(['stored', 'unread']),
    unread: names(['unread']),
  };
}

function variablesSent({ path, servers, isInCurrentFolder }: FoundServers): Consequence | undefined {
  const sent = servers.flatMap(({ name, found }) => {
    const variables = 'why' in found ? [] : variablesOf(found);
    return 'why' in found ? [] : variables.map((variable) => ({ variable, server: name, url: found.url }));
  });
  return sent.length === 0 ? undefined : { kind: 'variables-sent', path, sent, isInCurrentFolder };
}

/** How the secrets of an entry are still in the file: encrypted in our state as well, or only there. */
type Exposure = 'stored' | 'unread';

interface ImportResult {
  readonly result: ImportedServer;
  readonly exposure?: Exposure;
}

interface Work {
  readonly scope: Pick<Scope, 'project'>;
  readonly ports: CompletionPorts;
}

async function importServer({ name, found }: FoundEntry, environment: Environment, work: Work): Promise<ImportResult> {
  if ('why' in found) return { result: { name, outcome: 'skipped', why: found.why, secretsStored: [] } };
  let imported: ImportedSettings | undefined;
  try {
    imported = importedSettings(found, environment);
    return await created(name, found, imported, work);
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
    const wasImported = isThere && imported && (await holdsSecrets(imported.settings, work.scope, work.ports));
    return { result, exposure: wasImported && imported ? exposureOf(found, imported) : undefined };
  }
}

function exposureOf({ unread }: Importable, { inFile }: ImportedSettings): Exposure | undefined {
  if (unread.length > 0) return 'unread';
  return inFile.length > 0 ? 'stored' : undefined;
}

async function created(
  name: string,
  found: Importable,
  imported: ImportedSettings,
  { scope, ports }: Work,
): Promise<ImportResult> {
  const { settings, inFile } = imported;
  // A server with headers is authorized by them, so no other authorization is discovered.
  const wanted = settings.config.headers && !settings.config.auth ? 'none' : undefined;
  const create = (given: ServerSettings) => createServer({ settings: given, wanted }, scope, ports);
  const made = await create(settings).catch(async (thrown: unknown) => {
    if (!found.client || !(thrown instanceof Refusal) || thrown.code !== 'authorization-not-offered') throw thrown;
    return { ...(await create(withoutClient(settings))), isClientLeft: true };
  });
  const isClientLeft = 'isClientLeft' in made;
  const left = isClientLeft ? ['OAuth client'] : found.unread;
  const result: ImportedServer = {
    name,
    server: made.server.name,
    outcome: 'created',
    why: left.length > 0 ? `Its ${left.join(', ')} is not taken over, and stays in the file.` : undefined,
    next: made.provider && { do: 'connect', target: made.server.name },
    secretsStored: isClientLeft ? inFile.filter((each) => each !== 'client_secret') : inFile,
  };
  const exposure = exposureOf(found, imported);
  return { result, exposure: isClientLeft && exposure ? 'unread' : exposure };
}

/** For a server that asks for no authorization, so that nothing says whose client it is. */
function withoutClient({ name, config: { auth: _, ...config } }: ServerSettings): ServerSettings {
  return { name, config };
}
