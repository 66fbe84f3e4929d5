/** A person consents: in the browser that comes back to our listener, or by pasting what it shows. */
import type { AuthorizationWish } from '../../oauth/authorization.ts';
import type { OAuthClient } from '../../oauth/client.ts';
import type { TokenResponse } from '../../oauth/token-response.ts';
import type { Fetch, RedirectListener, Scope } from '../../ports/index.ts';
import type { ConsentRequest } from '../../providers/consent-request.ts';
import type { Connection, Provider } from '../../records.ts';
import { Refusal } from '../../refusal.ts';
import { oauthClient } from '../../tokens/oauth-client.ts';
import { MOST_CONSENTS, noteRefusedScopes, stepUpsOf } from '../../tokens/step-up.ts';
import { askForConsent, callbackTimeout } from './consent.ts';
import type { ConnectOptions } from './options.ts';
import { pasteInput } from './paste.ts';
import { type Preparation, prepareConnect } from './prepare.ts';
import { isResourceRejection, tokensForResources, wantedResources, withoutResources } from './resource-tokens.ts';
import { type Connected, type ConnectPorts, conclude } from './result.ts';
import { saveTokens, startConnection } from './save-tokens.ts';
import { requestUnattended } from './unattended.ts';
import { type Verdict, verify } from './verify.ts';

export async function connectWithAuthorizationCode(
  request: ConsentRequest,
  options: ConnectOptions,
  scope: Scope,
  ports: ConnectPorts,
): Promise<Connected> {
  const timeout = new AbortController();
  const reason = callbackTimeout(options.timeoutSeconds, request.name);
  const timer = setTimeout(() => timeout.abort(reason), options.timeoutSeconds * 1000);
  // Before anything else: a port that is taken must be known before the browser opens.
  const listener = await openListener(request.provider, options, ports);
  try {
    const connected = await connectWith(listener, timeout.signal, request, options, scope, ports);
    await listener.conclude('connected');
    return connected;
  } catch (thrown) {
    await listener.conclude('failed');
    throw thrown;
  } finally {
    clearTimeout(timer);
    await listener.close();
  }
}

async function connectWith(
  listener: RedirectListener,
  signal: AbortSignal,
  request: ConsentRequest,
  options: ConnectOptions,
  scope: Scope,
  ports: ConnectPorts,
): Promise<Connected> {
  const prepare = (from: ConsentRequest) => prepareConnect(from, options, listener.redirectUri, scope, ports);
  const preparation = await prepare(request);
  // What was discovered may be a server that only machines use.
  if (preparation.provider.grantType !== 'authorization_code')
    return requestUnattended(preparation, request, scope, ports);
  try {
    return await grantPerson({ listener, signal, options, preparation }, request, scope, ports);
  } catch (thrown) {
    if (!(thrown instanceof Refusal) || thrown.code !== 'verification-failed') throw thrown;
    // The server may have moved to another authorization server: a new client and a new consent then (MCP, SEP-2352).
    const again = await prepare({ ...request, provider: preparation.provider, begun: undefined });
    if (again.provider.issuer === preparation.provider.issuer) throw thrown;
    return grantPerson({ listener, signal, options, preparation: again }, request, scope, ports);
  }
}

/** Asks for consent, and again for what the server demands of the first call: `insufficient_scope`. */
async function grantPerson(way: Way, request: ConsentRequest, scope: Scope, ports: ConnectPorts): Promise<Connected> {
  const { preparation } = way;
  let { provider, scopes } = preparation;
  let connection = await startConnection(provider, scope.user, preparation.existing, ports);
  const client = await oauthClient(provider, ports, connection);
  const { fetch } = ports.network.towards(request.servers[0]?.url ?? String(client.server.token_endpoint));
  for (let stepUps = stepUpsOf(preparation.existing); ; stepUps += 1) {
    ports.progress.note(`Asking ${serverName(provider)} for: ${scopes.join(' ') || 'its default scopes'}`);
    const consent = await consentOnce({ ...way, client, fetch }, provider, scopes, ports).catch(async (thrown) => {
      if (isScopeRejection(thrown)) await noteRefusedScopes(connection, steppedUp(connection, scopes), ports);
      throw thrown;
    });
    provider = consent.provider;
    const wanted = wantedResources({ ...preparation, provider });
    const tokens = await tokensForResources(client, consent.response, wanted, fetch);
    connection = await saveTokens(provider, { ...connection, stepUps }, tokens, scopes, ports);
    ports.progress.step('Listing the tools');
    const verdicts = await verify(preparation.servers, scope, ports);
    const more = challengedScopes(verdicts).filter(
      (each) => !scopes.includes(each) && !connection.scopesRefused?.includes(each),
    );
    if (more.length === 0 || stepUps >= MOST_CONSENTS - 1) {
      return conclude(request, provider, connection, scopes, verdicts, ports);
    }
    scopes = [...scopes, ...more];
    connection = { ...connection, scopesChallenged: [...new Set([...connection.scopesChallenged, ...more])] };
  }
}

interface Way {
  readonly listener: RedirectListener;
  readonly signal: AbortSignal;
  readonly options: ConnectOptions;
  readonly preparation: Preparation;
}

interface Leg extends Way {
  readonly client: OAuthClient;
  readonly fetch: Fetch;
}

/** Asks once more without `resource` when the server rejects the parameter, and remembers that (RFC 8707, section 2). */
async function consentOnce(
  { client, fetch, listener, signal, options, preparation }: Leg,
  provider: Provider,
  scopes: readonly string[],
  ports: ConnectPorts,
): Promise<{ response: TokenResponse; provider: Provider }> {
  const { metadata } = preparation;
  const ask = (wish: Pick<AuthorizationWish, 'resources'>) =>
    askForConsent(
      {
        client,
        issuer: provider.issuer,
        authorizationEndpoint: authorizationEndpoint(provider),
        mustPush: metadata?.requiresPushedAuthorization === true,
        wish: {
          ...wish,
          redirectUri: listener.redirectUri,
          scopes,
          usePkce: provider.usePkce,
          authParams: provider.authParams,
        },
        listener,
        fetch,
        browser: options.way === 'open' ? 'open' : 'print',
        paste: options.way === 'paste' ? pasteInput(ports) : undefined,
        signal,
      },
      ports,
    );
  const resources = wantedResources({ ...preparation, provider });
  try {
    return { response: await ask({ resources }), provider };
  } catch (thrown) {
    if (resources.length === 0 || !isResourceRejection(thrown)) throw thrown;
    const without = await withoutResources(provider, ports);
    return { response: await ask({ resources: [] }), provider: without };
  }
}

/** The address of the registration when it is free, so that exact comparison of redirect URIs still fits. */
async function openListener({ registration }: Provider, { port }: ConnectOptions, { redirects }: ConnectPorts) {
  const registered = registration && new URL(registration.redirectUri);
  const host = registered?.hostname === 'localhost' ? 'localhost' : '127.0.0.1';
  if (port !== undefined || registered === undefined) return redirects.listen({ port, host });
  try {
    return await redirects.listen({ port: Number(registered.port), host });
  } catch (thrown) {
    if (!(thrown instanceof Refusal) || thrown.code !== 'port-taken') throw thrown;
    return redirects.listen({ host });
  }
}

function challengedScopes(verdicts: readonly Verdict[]): string[] {
  return verdicts.flatMap(({ refusal }) =>
    refusal?.code === 'insufficient-scope' ? (refusal.details.scopes_challenged as string[]) : [],
  );
}

/** What is asked for only because a server demanded it of a call. */
function steppedUp({ scopesChallenged, scopesGranted }: Connection, scopes: readonly string[]): string[] {
  return scopesChallenged.filter((scope) => scopes.includes(scope) && !scopesGranted.includes(scope));
}

/** RFC 6749, section 4.1.2.1. */
const isScopeRejection = (thrown: unknown) =>
  thrown instanceof Refusal && thrown.code === 'authorization-denied' && thrown.details.error === 'invalid_scope';

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
