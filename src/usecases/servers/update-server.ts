/** `server update`: changes what is given and keeps the rest. */
import { addressesOf, ends, originOf } from '../../plan/ending-secrets.ts';
import { type Consequence, confirmationFor, type Given, type NeedsConfirmation } from '../../plan/needs.ts';
import type { Change } from '../../plan/plan.ts';
import type { Scope, Tables } from '../../ports/index.ts';
import type { Connection, Provider } from '../../records.ts';
import { Refusal } from '../../refusal.ts';
import { endConnections, revokeEnded } from '../../tokens/revocations.ts';
import type { CompletionPorts } from './complete-settings.ts';
import type { ServerWithProvider } from './draft.ts';
import { type MadeServer, makeServer, withKeptSecret } from './make-server.ts';
import { mergePatch, type ServerPatch, settingsOf } from './merge.ts';
import { consentChanges, isSameConsent } from './same-consent.ts';
import { connectionsOf, orDiscarded, saveServer, serverIn, showServer, tryKeyStore } from './server.ts';
import { checkSettings, givenIn, KEPT, type ServerSettings } from './settings.ts';
import { connectedBy, tryMade } from './try-made.ts';

export interface UpdateServerInput {
  readonly name: string;
  readonly patch: ServerPatch;
  /** Whether a new token, header or secret of a client of its own right is tried before anything is stored. */
  readonly check?: boolean;
  /** Whether secrets that do not move along to another address need a confirmation of their own. */
  readonly confirmsDropped?: boolean;
}

/**
 * If people are connected and the change ends their consents, as another URL, issuer or client does: returns what would
 * end until its digest is given.
 *
 * @throws Refusal `target-unknown`, and what `createServer` refuses.
 */
export async function updateServer(
  { name, patch, check = false, confirmsDropped = false, ...given }: UpdateServerInput & Given,
  { project, user = '' }: Pick<Scope, 'project'> & Partial<Scope>,
  ports: CompletionPorts,
): Promise<MadeServer | NeedsConfirmation> {
  const before = await showServer(name, { project }, ports);
  const merged = mergePatch(settingsOf(before), patch);
  const settings = confirmsDropped ? withoutEmptyToken(merged) : merged;
  await checkSettings(settings);
  const connections = await connectionsOf(before, ports);
  const identity = {
    id: before.server.id,
    providerId: before.provider?.id ?? ports.identifiers.next(),
    project,
    now: ports.clock.now(),
    createdAt: before.server.createdAt,
  };
  await tryKeyStore(identity, ports);
  const changes = consentChanges(settingsOf(before), settings);
  const consequences = (isSecretMoved: boolean) => [
    ...(connections.length > 0 && changes.length > 0 ? consequencesOf(name, changes, connections) : []),
    ...(confirmsDropped ? droppedSecrets(before, settings, isSecretMoved) : []),
  ];
  const isKept = settings.config.auth?.client_secret === KEPT;
  // Where a secret is kept, only what the server says of itself shows whether it goes elsewhere: then it is asked once more.
  const isSettled = !(isKept && confirmsDropped && given.confirm !== undefined);
  const needs = isSettled ? await neededFor(consequences(false), given) : undefined;
  if (needs) return needs;
  const whole = await withKeptSecret(settings, before, ports.secrets);
  const made = await makeServer({ settings: whole, wanted: patch.type, identity, before }, ports);
  const isMoved = isKept && isSecretMoved(before.provider, made.provider);
  const needsMore = isKept && confirmsDropped ? await neededFor(consequences(isMoved), given) : undefined;
  if (needsMore) return needsMore;
  const after = isKept ? { ...made, provider: withoutMovedSecret({ before, after: made }, ports) } : made;
  const isSame = isSameConsent(before, after);
  const { trial, ended } = await orDiscarded(after, ports, async () => {
    const tried = check ? await tryMade(after, settings, { scope: { project, user }, ports }) : undefined;
    const rows = await ports.state.write(async (tables) => {
      await checkUnchanged(before, tables);
      const { provider } = before;
      const among = isSame || !provider ? [] : await tables.connections.ofProvider(provider.id);
      const toRevoke = provider ? await endConnections(among, provider, { tables, clock: ports.clock }) : [];
      await saveServer(after, tables);
      if (provider && after.provider === undefined) await tables.providers.remove(provider.id);
      return toRevoke;
    });
    return { trial: tried, ended: rows };
  });
  await revokeEnded(ended, ports);
  const connected = await connectedBy(trial, after, { scope: { project, user }, ports });
  return { ...after, trial, connected };
}

/**
 * Between reading a server and writing it, others are asked, which takes a while.
 * @throws Refusal `target-unknown` when it was deleted meanwhile, `plan-stale` when it has changed
 */
async function checkUnchanged({ server, provider }: ServerWithProvider, tables: Tables): Promise<void> {
  const now = await serverIn(tables, server);
  const isSame = JSON.stringify([now.server, now.provider]) === JSON.stringify([server, provider]);
  if (isSame) return;
  throw new Refusal('plan-stale', {
    what: `${server.name} was changed meanwhile.`,
    why: 'Somebody else has changed it while this change was made. Nothing was stored.',
    hint: 'Look at it again, and send the change again.',
    details: { name: server.name },
  });
}

async function neededFor(consequences: readonly Consequence[], given: Given): Promise<NeedsConfirmation | undefined> {
  return consequences.length > 0 ? confirmationFor(consequences, given) : undefined;
}

function consequencesOf(
  name: string,
  changes: readonly Change[],
  connections: readonly Connection[],
): readonly Consequence[] {
  return [
    { kind: 'server-updated', name, changes },
    { kind: 'connections-ended', of: name, users: connections.map(({ user }) => user) },
  ];
}

/** A server whose token was dropped has no authorization until a token is given. */
function withoutEmptyToken(settings: ServerSettings): ServerSettings {
  const { auth, ...config } = settings.config;
  return auth?.type === 'token' && auth.auth_token === undefined ? { ...settings, config } : settings;
}

/** Secrets that are stored, were given for another address, and are not given anew by the same change. */
function droppedSecrets(
  before: ServerWithProvider,
  after: ServerSettings,
  isSecretMoved: boolean,
): readonly Consequence[] {
  const { server, provider } = before;
  const { auth, headers } = after.config;
  const stays = { url: after.config.endpoint };
  const isMoved = ends('fixed', { url: server.url }, stays);
  const endpoint = (field: string | undefined, name: 'token' | 'authorization' | 'registration') =>
    field !== undefined &&
    provider?.endpoints[name] !== undefined &&
    originOf(field) !== originOf(provider.endpoints[name].value);
  const isClientMoved =
    endpoint(auth?.token_url, 'token') ||
    endpoint(auth?.auth_url, 'authorization') ||
    endpoint(auth?.register_url, 'registration');
  const secrets = [
    ...(isMoved && server.token !== undefined && givenIn(auth?.auth_token) === undefined ? ['auth_token'] : []),
    ...(isMoved
      ? Object.keys(server.headers ?? {}).flatMap((name) => (headers?.[name] === undefined ? [`headers/${name}`] : []))
      : []),
    ...((isClientMoved || isSecretMoved) &&
    provider?.clientSecret !== undefined &&
    givenIn(auth?.client_secret) === undefined
      ? ['client_secret']
      : []),
  ];
  return secrets.length === 0 ? [] : [{ kind: 'secrets-dropped', of: server.name, secrets }];
}

function isSecretMoved(before: Provider | undefined, after: Provider | undefined): boolean {
  return before !== undefined && after !== undefined && ends('client_secret', addressesOf(before), addressesOf(after));
}

/** A secret that was given for one authorization server goes to no other. */
function withoutMovedSecret(
  {
    before: { provider: before },
    after: { provider: after },
  }: { before: ServerWithProvider; after: ServerWithProvider },
  { progress }: Pick<CompletionPorts, 'progress'>,
): Provider | undefined {
  if (!after || !isSecretMoved(before, after)) return after;
  progress.warn(`The client secret of ${after.name} was given for another authorization server, and has ended.`);
  return { ...after, clientSecret: undefined, clientAuthMethod: undefined };
}
