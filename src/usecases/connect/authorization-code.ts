/** Connects with a person's consent: the authorization code grant (RFC 6749, section 4.1). */
import type { Hint } from '../../next-step.ts';
import type { TokenResponse } from '../../oauth/token-response.ts';
import { isRegisteredFor } from '../../providers/client-registration.ts';
import { loopbackRegistration } from '../../providers/registered-clients.ts';
import type { Connection, Provider } from '../../records.ts';
import { Refusal } from '../../refusal.ts';
import { oauthClient } from '../../tokens/oauth-client.ts';
import { noteRefusedScopes, rememberedScopes, stepUpsOf } from '../../tokens/step-up.ts';
import { type AuthorizedBy, beginConsent, completeConsent, type WantedConsent } from './consent.ts';
import { type ConsentChannel, openAtRegisteredAddress, type PresentedAuthorization } from './consent-channel.ts';
import { checkConsentHost } from './consent-host.ts';
import { connectionIn, discardSince } from './discard.ts';
import type { ConnectAttempt } from './input.ts';
import { type AskedConsent, afterGrant, afterRefusal } from './next-consent.ts';
import { type Preparation, prepareConnect } from './prepare.ts';
import { tokensForResources, wantedResources, withoutResources } from './resource-tokens.ts';
import { type Connected, type ConnectPorts, callbackTimeout, connectedWith } from './result.ts';
import { saveTokens, startConnection } from './save-tokens.ts';
import { silenceAdvice } from './silence-advice.ts';
import { requestUnattended } from './unattended.ts';
import { verify } from './verify.ts';

export async function connectWithAuthorizationCode(attempt: ConnectAttempt, ports: ConnectPorts): Promise<Connected> {
  const { request, input } = attempt;
  const timeout = ports.clock.timeout(input.timeoutSeconds * 1000);
  // Before anything is sent: a port that is taken must be known before the browser opens.
  const registration = await loopbackRegistration(request.provider, ports);
  const channel = await openAtRegisteredAddress(
    { registration, redirectHost: request.provider.redirectHost },
    { host: input.redirectHost, port: input.port },
    ports.openConsentChannel,
  );
  const ask = (authorization: PresentedAuthorization) =>
    channel.ask(authorization, timeout).catch((thrown: unknown) => {
      throw timeout.aborted && thrown === timeout.reason ? callbackTimeout(attempt, authorization.advice) : thrown;
    });
  const before = await connectionIn(attempt, ports);
  let verdict: 'connected' | 'failed' = 'failed';
  try {
    const connected = await connectOver({ redirectUri: channel.redirectUri, ask }, attempt, ports);
    channel.misused?.throwIfAborted();
    verdict = 'connected';
    return connected;
  } catch (thrown) {
    if (!channel.misused?.aborted) throw thrown;
    await discardSince(before, attempt, ports);
    throw channel.misused.reason;
  } finally {
    await channel.close(verdict);
  }
}

/** The channel to the person, with the timeout of this attempt. */
interface Person extends Pick<ConsentChannel, 'redirectUri'> {
  ask(authorization: PresentedAuthorization): Promise<URLSearchParams>;
}

async function connectOver(person: Person, attempt: ConnectAttempt, ports: ConnectPorts): Promise<Connected> {
  const preparation = await prepareConnect(attempt, person.redirectUri, ports);
  const { provider } = preparation;
  // Discovery may find an authorization server that serves only machines.
  if (provider.grantType !== 'authorization_code') return requestUnattended(attempt, preparation, ports);
  try {
    return await askUntilDone(person, { ...attempt, preparation }, ports);
  } catch (thrown) {
    if (!(thrown instanceof Refusal) || thrown.code !== 'verification-failed') throw thrown;
    // The server may have moved to another authorization server: a new client and a new consent then (MCP, SEP-2352).
    const request = { ...attempt.request, provider, begun: undefined };
    const again = await prepareConnect({ ...attempt, request }, person.redirectUri, ports);
    if (again.provider.issuer === provider.issuer) throw thrown;
    return askUntilDone(person, { ...attempt, preparation: again }, ports);
  }
}

/** Asks for a consent, and for others as long as `next-consent.ts` says so. */
async function askUntilDone(
  person: Person,
  { request, input, scope, preparation }: ConnectAttempt & { readonly preparation: Preparation },
  ports: ConnectPorts,
): Promise<Connected> {
  const { existing, servers } = preparation;
  let { scopes } = preparation;
  let provider = await withCheckedHost(preparation.provider, ports);
  let connection = await startConnection({ provider, existing, user: scope.user, servers }, ports);
  let client = await oauthClient(provider, ports, connection);
  /** The server may grant a client only the scopes that it was registered with. */
  const registerFor = async (wanted: readonly string[], registered: Provider) => {
    const again = { ...request, provider: registered, begun: undefined };
    const more = { ...input, clientId: undefined, scopes: [...input.scopes, ...wanted] };
    ({ provider } = await prepareConnect({ request: again, input: more, scope }, person.redirectUri, ports));
    connection = await startConnection({ provider, existing: connection, user: scope.user, servers }, ports);
    client = await oauthClient(provider, ports, connection);
  };
  let mayRegisterAgain = hasRegisteredClient(provider) && provider.registration?.scopes === undefined;
  const { fetch } = ports.network.towards(request.servers[0]?.url ?? String(client.server.token_endpoint));
  for (let stepUps = stepUpsOf(existing); ; ) {
    const asked: AskedConsent = {
      scopes,
      stepUps,
      resources: wantedResources({ ...preparation, provider }),
      scopesDemanded: demandedScopes(connection, scopes),
      isRegisteredWithoutScopes: mayRegisterAgain,
    };
    ports.progress.note(`Asking ${serverName(provider)} for: ${scopes.join(' ') || 'its default scopes'}`);
    let response: TokenResponse;
    try {
      const wanted = wantedConsent(asked, { ...preparation, provider }, person);
      const advice = silenceAdvice(request.name, { provider, redirectUri: person.redirectUri });
      response = await askOnce(wanted, { client, fetch }, { person, advice, progress: ports.progress });
    } catch (thrown) {
      const next = afterRefusal(asked, thrown);
      if (next.is === 'final') {
        if (next.scopesRefused.length > 0) await noteRefusedScopes(connection, next.scopesRefused, ports);
        throw thrown;
      }
      if (next.is === 'register-scopes') {
        mayRegisterAgain = false;
        const { registration = { redirectUri: person.redirectUri } } = provider;
        await registerFor(scopes, { ...provider, registration: { ...registration, scopes: [] } });
      } else provider = await withoutResources(provider, ports);
      continue;
    }
    const tokens = await tokensForResources({ client, fetch }, response, asked.resources);
    connection = await saveTokens({ provider, start: { ...connection, stepUps }, tokens, asked: scopes }, ports);
    ports.progress.step('Listing the tools');
    const verdicts = await verify(servers, scope, ports);
    const next = afterGrant(asked, { verdicts, scopesRefused: connection.scopesRefused });
    if (next.is === 'done') {
      return connectedWith({ name: request.name, provider, connection, asked: scopes, verdicts }, ports);
    }
    const scopesChallenged = rememberedScopes([...connection.scopesChallenged, ...next.scopesDemanded]);
    connection = { ...connection, scopesChallenged };
    scopes = [...scopes, ...next.scopesDemanded];
    stepUps += 1;
    if (!isRegisteredFor(provider, scopes)) await registerFor(scopes, provider);
  }
}

/** A response that names its issuer is compared with it (RFC 9207), and what a person gave is no other party's word. */
async function withCheckedHost(provider: Provider, ports: ConnectPorts): Promise<Provider> {
  const { issuer, issInResponse, endpoints } = provider;
  const isSettled = (issuer !== undefined && issInResponse === true) || endpoints.authorization?.from === 'given';
  return isSettled ? provider : checkConsentHost({ provider, page: authorizationEndpoint(provider) }, ports);
}

function wantedConsent(
  { scopes, resources }: AskedConsent,
  { provider, metadata }: Preparation,
  { redirectUri }: Person,
): WantedConsent {
  return {
    issuer: provider.issuer,
    authorizationEndpoint: authorizationEndpoint(provider),
    mustPush: metadata?.requiresPushedAuthorization === true,
    wish: { scopes, resources, redirectUri, usePkce: provider.usePkce, authParams: provider.authParams },
  };
}

/** One consent: both halves, and the person in between. */
async function askOnce(
  wanted: WantedConsent,
  by: AuthorizedBy,
  { person, advice, progress }: { readonly person: Person; readonly advice: Hint } & Pick<ConnectPorts, 'progress'>,
): Promise<TokenResponse> {
  const { authorizationUrl, pending } = await beginConsent(wanted, by);
  const callback = await person.ask({ authorizationUrl, state: pending.state, advice });
  progress.step('Exchanging the code for tokens');
  return completeConsent(pending, callback, by);
}

/** Whether the client was registered dynamically. The address of a client id metadata document is no registration. */
function hasRegisteredClient({ registration, clientId }: Provider): boolean {
  return registration !== undefined && !clientId?.startsWith('https://');
}

/** The scopes that are asked for only because a server demanded them. */
function demandedScopes({ scopesChallenged, scopesGranted }: Connection, scopes: readonly string[]): string[] {
  return scopesChallenged.filter((scope) => scopes.includes(scope) && !scopesGranted.includes(scope));
}

function authorizationEndpoint(provider: Provider): string {
  const endpoint = provider.endpoints.authorization?.value;
  if (endpoint !== undefined) return endpoint;
  throw new Refusal('authorization-server-metadata-invalid', {
    what: `The authorization server of ${provider.name} has no authorization endpoint.`,
    why: 'Its metadata names none, and none was given.',
    hint: 'If it is for machines only, set grant_type client_credentials.',
  });
}

function serverName({ issuer, endpoints }: Provider): string {
  return issuer ?? endpoints.authorization?.value ?? 'the authorization server';
}
