/**
 * Begins a consent for somebody whose browser comes later: finds the authorization server, registers a client for the
 * redirect URI of this server, and stores what will be asked for. There is no state yet: a scanner may open the link.
 *
 * If the server takes a key or token that was given, needs no authorization, or is asked by machines: connects at once.
 */
import { canParseUrl } from '../../../can-parse-url.ts';
import { hint } from '../../../next-step.ts';
import type { Ports, Scope } from '../../../ports/index.ts';
import { consentRequestFor } from '../../../providers/consent-request.ts';
import type { ConsentProof, PendingConsentRow } from '../../../records-of-callers.ts';
import { Refusal } from '../../../refusal.ts';
import { resolveTarget, type Target } from '../../../targets.ts';
import { randomToken } from '../../../tokens/bearer.ts';
import { recordFailure } from '../../../tools/server-health.ts';
import { connectWithoutConsent } from '../connect.ts';
import { foreignHosts } from '../consent-host.ts';
import { type ConsentBeneficiary, type PendingConsent, pendingConsent } from '../pending.ts';
import { prepareConnect } from '../prepare.ts';
import type { Connected } from '../result.ts';
import { connectUnattended, requestUnattended } from '../unattended.ts';
import { callbackUri, clientMetadataUrl, connectUrl } from './addresses.ts';
import { hasRow } from './principal-exists.ts';
import { CONSENT_MILLISECONDS, type ConsentDetails } from './stored-consent.ts';

export type HostedPorts = Pick<Ports, 'state' | 'secrets' | 'network' | 'clock' | 'identifiers' | 'progress'>;

export interface RequestedConsent extends ConsentBeneficiary {
  /** The name of a server, collection or provider, or the id of a server or provider. */
  readonly target: string;
  readonly verify: ConsentProof;
  /** Without a slash at its end. */
  readonly publicUrl: string;
  /** Scopes to ask for in addition. */
  readonly scopes?: readonly string[];
}

export type BegunConsent =
  | {
      readonly requiresOauth: true;
      readonly connectId: string;
      /** The page of ours that the person opens. */
      readonly url: string;
      readonly expiresAt: number;
    }
  | { readonly requiresOauth: false; readonly connected: Connected };

/** @throws Refusal what the server, the authorization server or our policy refuse. */
export async function requestConsent(
  requested: RequestedConsent,
  scope: Scope,
  ports: HostedPorts,
): Promise<BegunConsent> {
  checkProof(requested);
  const target = await targetOf(requested.target, scope, ports);
  const connected = await connectWithoutConsent(target, scope, ports);
  if (connected) return { requiresOauth: false, connected };
  const request = await consentRequestFor(target, scope, ports);
  const { provider: before } = request;
  try {
    const address = { project: before.project, provider: before.name };
    const { publicUrl, scopes = [] } = requested;
    const redirectUri = callbackUri(publicUrl, address);
    const wish = { scopes, clientMetadataUrl: clientMetadataUrl(publicUrl, address) };
    const input = { ...wish, target, consentBy: 'browser', timeoutSeconds: 0, authParams: {} } as const;
    const attempt = { request, input, scope };
    if (before.grantType !== 'authorization_code') {
      return { requiresOauth: false, connected: await connectUnattended(attempt, ports) };
    }
    const preparation = await prepareConnect(attempt, redirectUri, ports);
    if (preparation.provider.grantType !== 'authorization_code') {
      return { requiresOauth: false, connected: await requestUnattended(attempt, preparation, ports) };
    }
    const now = ports.clock.now();
    const consent = pendingConsent(preparation, {
      id: randomToken('c_'),
      user: scope.user,
      name: request.name,
      redirectUri,
      wish,
      for: beneficiaryOf(requested),
      verify: requested.verify,
      expiresAt: now + CONSENT_MILLISECONDS,
      clientIdBefore: before.clientId,
    });
    const hosts = await foreignHosts(preparation.provider, consent.authorizationEndpoint);
    const shown = shownOf(target, consent);
    await store(consent, { begunAt: now, shown, ...(hosts && { hosts }) }, ports);
    const { id: connectId, expiresAt } = consent;
    return { requiresOauth: true, connectId, url: connectUrl(publicUrl, connectId), expiresAt };
  } catch (thrown) {
    const server = request.servers.find(({ name }) => name === request.name) ?? request.servers[0];
    if (thrown instanceof Refusal && server) await recordFailure({ refusal: thrown, server, scope }, ports);
    throw thrown;
  } finally {
    ports.progress.done();
  }
}

async function store(
  consent: PendingConsent,
  details: Pick<ConsentDetails, 'begunAt' | 'shown' | 'hosts'>,
  { state }: Pick<Ports, 'state'>,
): Promise<void> {
  const { id, project, user, expiresAt } = consent;
  await state.write(async (tables) => {
    const pending: ConsentDetails = { consent, ...details, hadRow: await hasRow({ project, user }, tables) };
    const row: PendingConsentRow = { id, project, user, expiresAt, status: 'pending', pending };
    await tables.pendingConsents.save(row);
  });
}

/** An id is looked up first: no name looks like one. */
async function targetOf(word: string, scope: Scope, { state }: Pick<Ports, 'state'>): Promise<Target> {
  const name = await state.read(async (tables) => {
    const server = await tables.servers.get(word);
    if (server?.project === scope.project) return server.name;
    const provider = await tables.providers.get(word);
    return provider?.project === scope.project ? `provider:${provider.name}` : word;
  });
  return resolveTarget(name, scope, state);
}

/** No more of it than is stored. */
function beneficiaryOf(of: ConsentBeneficiary): ConsentBeneficiary {
  const { who, agent, webApp, origin, returnTo, confirmAt, keyId } = of;
  const app = webApp && { id: webApp.id, name: webApp.name, verifyUrl: webApp.verifyUrl };
  return { who, agent, webApp: app, origin, returnTo, confirmAt, keyId };
}

function shownOf(target: Target, { servers }: PendingConsent): ConsentDetails['shown'] {
  const [server] = servers;
  const host = server ? new URL(server.url).host : '';
  return target.kind === 'server'
    ? { target: target.server.displayName || target.server.name, host: new URL(target.server.url).host }
    : { target: target.provider.displayName || target.provider.name, host };
}

/** @throws Refusal `input-invalid` */
function checkProof({ verify, webApp, confirmAt }: RequestedConsent): void {
  if (verify === 'web-app' && webApp?.verifyUrl === undefined) {
    throw new Refusal('input-invalid', {
      what: 'The web app cannot confirm this consent.',
      why: 'verify is "web-app", and the web app has no verify_url.',
      hint: hint`Give it one, or use "opener".`,
    });
  }
  if (confirmAt !== undefined && !isOfThisMachine(confirmAt)) {
    throw new Refusal('input-invalid', {
      what: 'The code cannot be brought there.',
      why: 'A command line listens at http://127.0.0.1 with a port.',
      hint: 'Give such an address, or none to type the digits.',
    });
  }
}

function isOfThisMachine(text: string): boolean {
  if (!canParseUrl(text)) return false;
  const { protocol, hostname, username, password } = new URL(text);
  return protocol === 'http:' && hostname === '127.0.0.1' && username === '' && password === '';
}
