/** API keys of backends and of CI. The key itself is shown once; its SHA-256 is kept. */
import type { Caller } from '../../identity/caller.ts';
import { isRole, mayGive, ROLES } from '../../identity/roles.ts';
import { hint } from '../../next-step.ts';
import { confirmationFor, type Given, type NeedsConfirmation } from '../../plan/needs.ts';
import type { Ports, Tables } from '../../ports/index.ts';
import { keyPrincipal, userOf } from '../../principal.ts';
import type { ApiKey, WebApp } from '../../records-of-callers.ts';
import { Refusal } from '../../refusal.ts';
import type { Secret } from '../../secret.ts';
import { newBearer } from '../../tokens/bearer.ts';
import { checkAgents } from './agents-exist.ts';
import { forgetUser } from './forget-user.ts';
import { checkName, inputInvalid, nameTaken, notFound } from './names.ts';
import { type Revoked, type RevokePorts, revokeMany } from './revoke-many.ts';
import { defaultWebApp, webAppNamed } from './web-app.ts';

export interface CreateApiKeyInput {
  readonly name: string;
  readonly role: string;
  /** Its name or its id; the default one when left out. */
  readonly webApp?: string;
  /** The agents that it is limited to, by name; all of the project when left out. */
  readonly agents?: readonly string[];
  /** Seconds from now; never, when left out. */
  readonly expiresIn?: number;
}

/** A key, and the name of its web app where that still exists. */
export interface ListedApiKey {
  readonly key: ApiKey;
  readonly webApp?: string;
}

export interface CreatedApiKey extends ListedApiKey {
  readonly secret: Secret;
}

/**
 * A key is no way to more than its maker has: neither rights, nor agents, nor the end users of another web app, nor time.
 *
 * @throws Refusal `right-missing`, `name-taken`, `not-found`, `agent-unknown`, `input-invalid`
 */
export async function createApiKey(
  { name, role, webApp: wanted, agents, expiresIn }: CreateApiKeyInput,
  caller: Caller,
  { state, clock, identifiers }: Pick<Ports, 'state' | 'clock' | 'identifiers'>,
): Promise<CreatedApiKey> {
  checkName(name, 'api-key');
  if (!isRole(role))
    throw inputInvalid('/role', `There is no role called "${role}".`, `Roles are ${ROLES.join(', ')}.`);
  if (!mayGive(role, caller.rights)) throw mayNotGive(role);
  if (expiresIn !== undefined && !(Number.isSafeInteger(expiresIn) && expiresIn > 0)) throw badExpiry();
  const { secret, hash } = await newBearer('api-key');
  const { project } = caller;
  const now = clock.now();
  return state.write(async (tables) => {
    const others = await tables.apiKeys.list(project);
    if (others.some((other) => other.name === name && other.revokedAt === undefined)) throw nameTaken(name, 'api-key');
    const webApp = await webAppFor(wanted, caller, tables, { clock, identifiers });
    const limit = await agentsFor(agents, caller, tables);
    const expiresAt = await expiryFor(expiresIn === undefined ? undefined : now + expiresIn * 1000, caller, tables);
    const key: ApiKey = {
      ...{ id: identifiers.next(), project, name, role, hash, start: secret.reveal().slice(0, START) },
      webAppId: webApp.id,
      ...(limit && { agents: limit }),
      createdAt: now,
      ...(expiresAt !== undefined && { expiresAt }),
    };
    await tables.apiKeys.save(key);
    return { key, webApp: webApp.name, secret };
  });
}

/** Revoked ones stay listed. */
export function listApiKeys(
  { project }: Pick<Caller, 'project'>,
  { state }: Pick<Ports, 'state'>,
): Promise<ListedApiKey[]> {
  return state.read(async (tables) => {
    const names = new Map((await tables.webApps.list(project)).map(({ id, name }) => [id, name]));
    return (await tables.apiKeys.list(project)).map((key) => withWebApp(key, names.get(key.webAppId)));
  });
}

export interface RevokedApiKey extends Revoked {
  readonly key: ApiKey;
}

/**
 * The key ends at once, with the tickets, sessions and tokens that were made with it, and with the accounts that it has for
 * itself. End users and their accounts stay. Nothing needs to be confirmed unless it has accounts of its own.
 *
 * @param name Its name or its id.
 * @throws Refusal `not-found`, `right-missing`
 */
export async function revokeApiKey(
  { name, ...given }: { readonly name: string } & Given,
  caller: Caller,
  ports: RevokePorts,
): Promise<RevokedApiKey | NeedsConfirmation> {
  const { state, clock } = ports;
  const { project, rights } = caller;
  const found = await state.read(async (tables) => {
    const key = await keyNamed(name, project, tables);
    return { key, own: await tables.connections.list(project, userOf(keyPrincipal(key.id))) };
  });
  const { key, own } = found;
  if (!mayGive(key.role, rights)) throw mayNotGive(key.role);
  const user = userOf(keyPrincipal(key.id));
  if (own.length > 0) {
    const needs = await confirmationFor(
      [
        { kind: 'key-revoked', name: key.name },
        { kind: 'connections-ended', of: key.name, users: own.map(() => key.name) },
      ],
      given,
    );
    if (needs) return needs;
  }
  const changed = await state.write(async (tables) => {
    const current = (await tables.apiKeys.get(key.id)) ?? key;
    const revoked = { ...current, revokedAt: current.revokedAt ?? clock.now() };
    await tables.apiKeys.save(revoked);
    await tables.credentials.removeOfParent(key.id);
    return { revoked, ended: await forgetUser(user, project, { tables, clock }) };
  });
  const revoked = await revokeMany(changed.ended, { operation: 'api-key.revoke', caller }, ports);
  return { key: changed.revoked, ...revoked };
}

/** How much of a key is kept, so that people can tell keys apart: 42 of its 256 bits. */
const START = 12;

function withWebApp(key: ApiKey, webApp: string | undefined): ListedApiKey {
  return webApp === undefined ? { key } : { key, webApp };
}

/** The live one of that name, else the last one that was revoked. */
async function keyNamed(name: string, project: string, tables: Tables): Promise<ApiKey> {
  const keys = await tables.apiKeys.list(project);
  const named = keys.filter((key) => key.name === name);
  const found = keys.find(({ id }) => id === name) ?? named.find((key) => key.revokedAt === undefined) ?? named.at(-1);
  if (found === undefined) throw notFound(name, 'api-key');
  return found;
}

async function webAppFor(
  wanted: string | undefined,
  { project, webAppId }: Caller,
  tables: Tables,
  ports: Pick<Ports, 'clock' | 'identifiers'>,
): Promise<WebApp> {
  const named = wanted ?? webAppId;
  const webApp =
    named === undefined ? await defaultWebApp(project, tables, ports) : await webAppNamed(named, project, tables);
  if (webAppId !== undefined && webApp.id !== webAppId) throw notFound(named ?? webApp.name, 'web-app');
  return webApp;
}

async function agentsFor(
  wanted: readonly string[] | undefined,
  { project, agents: own }: Caller,
  tables: Tables,
): Promise<readonly string[] | undefined> {
  const agents = wanted ?? (own && [...own]);
  if (agents) await checkAgents(agents, { project, ...(own && { agents: own }) }, tables);
  return agents && [...new Set(agents)].sort();
}

async function expiryFor(wanted: number | undefined, { keyId }: Caller, tables: Tables): Promise<number | undefined> {
  const own = keyId === undefined ? undefined : (await tables.apiKeys.get(keyId))?.expiresAt;
  if (own === undefined || wanted === undefined) return wanted ?? own;
  return Math.min(wanted, own);
}

function mayNotGive(role: string): Refusal {
  return new Refusal('right-missing', {
    what: `You may not give or take the role ${role}.`,
    why: 'It has rights that you do not have.',
    hint: hint`Ask an owner of the project, or choose another role: ${{ do: 'create', what: 'api-key' }}`,
    details: { right: 'keys.administer', role },
  });
}

function badExpiry(): Refusal {
  return inputInvalid('/expires_in', 'A key lives for a whole number of seconds, at least one.');
}
