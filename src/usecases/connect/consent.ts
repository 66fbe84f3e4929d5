/**
 * One consent in two halves, with a person between them, and a value that says all that the second half needs
 * (pending.ts). Neither half knows a browser, a listener or a terminal.
 *
 * If the authorization server refuses something that we can leave out or get: the person is asked again.
 * If the tokens show that a server wants more scopes, or another authorization server: the person is asked again.
 * If neither, the consent is done or refused. Which of these it is, next-consent.ts decides.
 */
import { newDpopKey } from '../../oauth/dpop.ts';
import type { Ports, Tables } from '../../ports/index.ts';
import { isRegisteredFor } from '../../providers/client-registration.ts';
import type { Connection, Provider } from '../../records.ts';
import { Refusal } from '../../refusal.ts';
import type { ToolServer } from '../../targets.ts';
import { connectionOf } from '../../tokens/connection-of.ts';
import { noteRefusedScopes, rememberedScopes } from '../../tokens/step-up.ts';
import { redeemCode, requestCode } from './authorization-code-grant.ts';
import { clientOfConsent } from './client-of-consent.ts';
import { type AskedConsent, afterGrant, afterRefusal, type NextConsent } from './next-consent.ts';
import { type ConsentSecrets, type PendingConsent, pendingConsent } from './pending.ts';
import { prepareConnect } from './prepare.ts';
import { type ResourceToken, tokensForResources, withoutResources } from './resource-tokens.ts';
import { saveTokens, startConnection } from './save-tokens.ts';
import { type Verdict, verify } from './verify.ts';

export interface ConsentPorts
  extends Pick<Ports, 'state' | 'secrets' | 'network' | 'clock' | 'identifiers' | 'progress'> {
  /** Returns the provider when a person may be sent to its authorization endpoint. */
  readonly checkPage?: (provider: Provider) => Promise<Provider>;
}

/** A person has to go to this address, and the second half is due when the browser comes back. */
export interface Asked {
  readonly is: 'asked';
  readonly authorizationUrl: string;
  readonly pending: PendingConsent;
  readonly secrets: ConsentSecrets;
}

export interface Done {
  readonly is: 'done';
  readonly pending: PendingConsent;
  readonly provider: Provider;
  readonly connection: Connection;
  readonly verdicts: readonly Verdict[];
}

export interface Refused {
  readonly is: 'refused';
  readonly pending: PendingConsent;
  readonly refusal: Refusal;
}

/** The tokens that a code was exchanged for. They are not stored, and no server has seen them. */
export interface Granted {
  readonly is: 'granted';
  readonly pending: PendingConsent;
  readonly provider: Provider;
  readonly servers: readonly ToolServer[];
  readonly tokens: readonly ResourceToken[];
  readonly dpopKey: ConsentSecrets['dpopKey'];
  /** Happens in the transaction that stores them. */
  readonly alongside?: (tables: Tables) => Promise<void>;
}

/** The first half. */
export async function beginConsent(pending: PendingConsent, ports: ConsentPorts): Promise<Asked | Refused> {
  return refusedOr(pending, async () => {
    const { provider: stored } = await clientOfConsent(pending, undefined, ports);
    const provider = (await ports.checkPage?.(stored)) ?? stored;
    const dpopKey = provider.dpop ? await newDpopKey() : undefined;
    const { client, fetch } = await clientOfConsent(pending, dpopKey, ports);
    const { issuer, authorizationEndpoint, mustPush, scopes, resources, redirectUri } = pending;
    const { usePkce, authParams } = provider;
    const wish = { scopes, resources, redirectUri, usePkce, authParams };
    ports.progress.note(`Asking ${issuer ?? authorizationEndpoint} for: ${scopes.join(' ') || 'its default scopes'}`);
    try {
      const wanted = { issuer, authorizationEndpoint, mustPush, wish };
      const { authorizationUrl, sent } = await requestCode(wanted, { client, fetch });
      const { state, codeVerifier } = sent;
      return { is: 'asked', authorizationUrl, pending, secrets: { state, codeVerifier, dpopKey } };
    } catch (thrown) {
      return goOn(pending, afterRefusal(askedOf(pending), thrown), thrown, ports);
    }
  });
}

/** The second half: exchanges the code, stores the tokens, and tries them once on every server that they are for. */
export async function completeConsent(
  { pending, secrets }: Pick<Asked, 'pending' | 'secrets'>,
  callback: URLSearchParams,
  ports: ConsentPorts,
): Promise<Done | Asked | Refused> {
  const outcome = await redeemConsent({ pending, secrets }, callback, ports);
  return outcome.is === 'granted' ? keepConsent(outcome, ports) : outcome;
}

/** Validates the response, and exchanges the code. Nothing is stored. */
export async function redeemConsent(
  { pending, secrets }: Pick<Asked, 'pending' | 'secrets'>,
  callback: URLSearchParams,
  ports: ConsentPorts,
): Promise<Granted | Asked | Refused> {
  return refusedOr(pending, async () => {
    const { provider, client, fetch, servers } = await clientOfConsent(pending, secrets.dpopKey, ports);
    const { issuer, redirectUri, resources } = pending;
    const { state, codeVerifier, dpopKey } = secrets;
    try {
      const sent = { issuer, state, codeVerifier, redirectUri, resources };
      const response = await redeemCode(sent, callback, { client, fetch });
      const tokens = await tokensForResources({ client, fetch }, response, resources);
      return { is: 'granted', pending, provider, servers, tokens, dpopKey };
    } catch (thrown) {
      return goOn(pending, afterRefusal(askedOf(pending), thrown), thrown, ports);
    }
  });
}

/** Stores the tokens, and tries them. */
export async function keepConsent(granted: Granted, ports: ConsentPorts): Promise<Done | Asked | Refused> {
  const { pending, provider, servers, tokens, dpopKey, alongside } = granted;
  const { user, project, attempts, scopes } = pending;
  return refusedOr(pending, async () => {
    const existing = await ports.state.read((tables) => connectionOf(provider, user, tables));
    const fresh = await startConnection({ provider, existing, user, servers, dpopKey }, ports);
    const scopesChallenged = rememberedScopes([...fresh.scopesChallenged, ...attempts.scopesDemanded]);
    const start = { ...fresh, scopesChallenged, stepUps: attempts.stepUps };
    const connection = await saveTokens({ provider, start, tokens, asked: scopes, alongside }, ports);
    ports.progress.step('Listing the tools');
    const verdicts = await verify(servers, { project, user }, ports);
    const { scopesRefused } = connection;
    const next = afterGrant(askedOf(pending), { name: pending.name, verdicts, scopesRefused });
    const done: Done = { is: 'done', pending, provider, connection, verdicts };
    if (next.is === 'done') return done;
    if (next.is === 'look-elsewhere') return elsewhere(done, ports);
    const more = {
      ...pending,
      scopes: [...scopes, ...next.scopesDemanded],
      attempts: {
        ...attempts,
        stepUps: attempts.stepUps + 1,
        scopesDemanded: [...attempts.scopesDemanded, ...next.scopesDemanded].filter(
          (scope) => !connection.scopesGranted.includes(scope),
        ),
      },
    };
    if (isRegisteredFor(provider, more.scopes)) return beginConsent(more, ports);
    return beginConsent(await withNewClient(more, 'scopes', ports), ports);
  });
}

/** Asks again with what the decision changes, or ends. */
async function goOn(
  pending: PendingConsent,
  next: NextConsent,
  thrown: unknown,
  ports: ConsentPorts,
): Promise<Asked | Refused> {
  const { attempts, providerId, user } = pending;
  switch (next.is) {
    case 'without-resources':
      await withoutResources(providerId, ports);
      return beginConsent({ ...pending, resources: [] }, ports);
    case 'register-scopes': {
      const changed = { ...pending, attempts: { ...attempts, mayRegisterScopes: false } };
      return beginConsent(await withNewClient(changed, 'scopes', ports), ports);
    }
    case 'register-again': {
      const changed = { ...pending, attempts: { ...attempts, mayRegisterAgain: false } };
      return beginConsent(await withNewClient(changed, 'client', ports), ports);
    }
    default: {
      if (next.scopesRefused.length > 0) {
        const existing = await ports.state.read((tables) => tables.connections.find(providerId, user));
        if (existing) await noteRefusedScopes(existing, next.scopesRefused, ports);
      }
      throw thrown;
    }
  }
}

/** Registers another client: for the scopes of this consent, or in place of one that its server does not know any more. */
export async function withNewClient(
  pending: PendingConsent,
  renew: 'client' | 'scopes',
  ports: ConsentPorts,
): Promise<PendingConsent> {
  const { provider, resources } = await preparedAgain(pending, { renew, scopes: pending.scopes }, ports);
  return {
    ...pending,
    clientId: provider.clientId ?? '',
    issuer: provider.issuer,
    authorizationEndpoint: provider.endpoints.authorization?.value ?? pending.authorizationEndpoint,
    tokenEndpoint: provider.endpoints.token?.value,
    resources: provider.resourceParameter === 'omit' || pending.resources.length === 0 ? [] : resourcesOf(resources),
  };
}

const resourcesOf = (all: readonly { readonly resource: string }[]) =>
  [...new Set(all.map(({ resource }) => resource))].filter(Boolean);

/** No server accepts the tokens: the server may have moved to another authorization server (MCP, SEP-2352). */
async function elsewhere(done: Done, ports: ConsentPorts): Promise<Done | Asked | Refused> {
  const { pending } = done;
  const preparation = await preparedAgain(pending, { scopes: [] }, ports);
  if (preparation.provider.issuer === pending.issuer) return done;
  const { id, user, name, redirectUri, wish, verify, expiresAt } = pending;
  const plan = { id, user, name, redirectUri, wish, for: pending.for, verify, expiresAt };
  const moved = pendingConsent(preparation, plan);
  return beginConsent({ ...moved, attempts: { ...moved.attempts, mayMove: false } }, ports);
}

async function preparedAgain(
  pending: PendingConsent,
  { renew, scopes }: { readonly renew?: 'client' | 'scopes'; readonly scopes: readonly string[] },
  ports: ConsentPorts,
) {
  const { project, user, name, wish, redirectUri, providerId } = pending;
  const { servers } = await clientOfConsent(pending, undefined, ports);
  const provider = await ports.state.read((tables) => tables.providers.get(providerId));
  if (provider === undefined) throw new Error(`no provider ${providerId}`);
  const input = { ...wish, scopes: [...wish.scopes, ...scopes], renew };
  return prepareConnect({ request: { name, provider, servers }, input, scope: { project, user } }, redirectUri, ports);
}

function askedOf({ scopes, resources, attempts }: PendingConsent): AskedConsent {
  return {
    scopes,
    resources,
    stepUps: attempts.stepUps,
    scopesDemanded: attempts.scopesDemanded,
    isRegisteredWithoutScopes: attempts.mayRegisterScopes,
    mayRegisterAgain: attempts.mayRegisterAgain,
    mayMove: attempts.mayMove,
  };
}

/** A refusal is a result. Whatever else is thrown is a bug. */
async function refusedOr<T extends { readonly is: string }>(
  pending: PendingConsent,
  work: () => Promise<T>,
): Promise<T | Refused> {
  try {
    return await work();
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown;
    return { is: 'refused', pending, refusal: thrown };
  }
}
