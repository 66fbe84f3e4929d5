/** The fetch that the MCP transport uses. It is the only place that sends the token of a server. */
import { hint } from '../next-step.ts';
import { bearerChallenge } from '../oauth/challenge.ts';
import type { Fetch, Scope } from '../ports/index.ts';
import { Refusal } from '../refusal.ts';
import type { Secret } from '../secret.ts';
import type { ToolServer } from '../targets.ts';
import { currentToken, type TokenPorts } from './access-token.ts';
import { apiKeyContext, serverHeaderContext, serverTokenContext } from './associated-data.ts';
import { apiKeyMissing, consentWanted, neverConnected, providerMissing } from './refusals.ts';
import { noteChallengedScopes, scopeChallenge } from './step-up.ts';
import { type CurrentToken, type TokenOwner, tokenOwner } from './stored-token.ts';

/**
 * Adds `Authorization`. The token is renewed shortly before it expires, and once after a 401.
 *
 * @throws Refusal `not-connected`, `reconnect-needed`, `insufficient-scope`, `provider-missing`; each request does.
 */
export function authorizedFetch(server: ToolServer, { user }: Scope, ports: TokenPorts): Fetch {
  const { access } = server;
  const stream = withHeaders(server, ports.network.towards(server.url).stream, ports);
  switch (access.via) {
    case 'none':
      return challengeableFetch(server, stream);
    case 'api_key':
    case 'token':
      return async (url, init) => stream(url, withToken(init, await fixedToken(server, ports)));
    case 'provider':
      return oauthFetch(tokenOwner(server, access.provider.id, user), stream, ports);
    case 'discovery':
      return () => Promise.reject(neverConnected(server));
    case 'missing':
      return () => Promise.reject(providerMissing(server, access.providerName));
  }
}

/**
 * A server may leave its lists open to all and want a token for calls alone, or for its stream. Its challenge becomes a refusal
 * that leads to a consent, unless a person gave another kind of authorization.
 */
function challengeableFetch(server: ToolServer, stream: Fetch): Fetch {
  const given = Object.keys(server.record?.headers ?? {});
  if (given.some((name) => name.toLowerCase() === 'authorization')) return stream;
  return async (url, init) => {
    const response = await stream(url, init);
    if (response.status !== 401) return response;
    const challenge = response.headers.get('www-authenticate');
    if (challenge === null || bearerChallenge(challenge) === undefined) return response;
    await response.body?.cancel();
    throw consentWanted(server, challenge);
  };
}

/** A header that a person gave never replaces one that the protocol sets. */
function withHeaders({ record }: ToolServer, stream: Fetch, { secrets }: TokenPorts): Fetch {
  const given = Object.entries(record?.headers ?? {});
  if (record === undefined || given.length === 0) return stream;
  return async (url, init) => {
    const headers = new Headers();
    for (const [name, sealed] of given) {
      headers.set(name, (await secrets.open(sealed, serverHeaderContext(record, name))).reveal());
    }
    for (const [name, value] of new Headers(init?.headers)) headers.set(name, value);
    return stream(url, { ...init, headers });
  };
}

function oauthFetch(owner: TokenOwner, stream: Fetch, ports: TokenPorts): Fetch {
  return async (url, init) => {
    const current = await currentToken(owner, ports);
    let response = await fetchWith(current, stream, ports)(url, init);
    if (response.status === 401) {
      await response.body?.cancel();
      const renewed = await currentToken(owner, ports, current.token);
      response = await fetchWith(renewed, stream, ports)(url, init);
      if (response.status === 401) throw stillRefused(owner, response);
    }
    const scopes = response.status === 403 ? scopeChallenge(response) : undefined;
    if (scopes === undefined) return response;
    await noteChallengedScopes(current.connection, scopes, ports);
    throw insufficientScope(owner, current, scopes);
  };
}

/** Sends this token: in the header alone, or with a proof of its key (RFC 9449). */
function fetchWith({ token, secret, provider, connection }: CurrentToken, stream: Fetch, ports: TokenPorts): Fetch {
  if (token.tokenType === 'bearer') return (url, init) => stream(url, withToken(init, secret));
  return async (url, init) => {
    const [{ sendWithDpop }, { oauthClient }] = await Promise.all([
      import('../oauth/dpop.ts'),
      import('./oauth-client.ts'),
    ]);
    const { dpop } = await oauthClient(provider, ports, connection);
    if (dpop === undefined) throw new Error('A DPoP token without its key.');
    return sendWithDpop({ token: secret, dpop, url, init }, stream);
  };
}

function withToken(init: RequestInit | undefined, token: Secret): RequestInit {
  const headers = new Headers(init?.headers);
  headers.set('authorization', `Bearer ${token.reveal()}`);
  return { ...init, headers };
}

async function fixedToken(server: ToolServer, { secrets }: TokenPorts): Promise<Secret> {
  const { access } = server;
  if (access.via === 'token') return secrets.open(access.token, serverTokenContext(access.server));
  if (access.via === 'api_key' && access.collection.apiKey) {
    return secrets.open(access.collection.apiKey, apiKeyContext(access.installation, access.collection));
  }
  throw apiKeyMissing(server);
}

function stillRefused({ target }: TokenOwner, response: Response): Refusal {
  return new Refusal('reconnect-needed', {
    what: `${target} does not accept its access token.`,
    why: `It answered 401 to a token that was renewed just now: ${response.headers.get('www-authenticate') ?? 'no reason given'}`,
    hint: hint`${{ do: 'connect', target }}`,
    details: { challenge: response.headers.get('www-authenticate') ?? undefined },
  });
}

function insufficientScope({ target }: TokenOwner, current: CurrentToken, scopes: readonly string[]): Refusal {
  const missing = scopes.filter((scope) => !current.token.scopes.includes(scope));
  const isRefused = missing.length > 0 && missing.every((scope) => current.connection.scopesRefused?.includes(scope));
  return new Refusal('insufficient-scope', {
    what: `${target} wants more than its token allows.`,
    why: isRefused ? `The authorization server has refused ${missing.join(' ')} before.` : reasonOf(scopes, missing),
    hint: isRefused
      ? hint`Get them allowed there, then ask again: ${{ do: 'connect', target, give: ['scope'] }}`
      : hint`Consent to them: ${{ do: 'connect', target }}`,
    details: { scopes_missing: missing, scopes_challenged: scopes },
  });
}

function reasonOf(challenged: readonly string[], missing: readonly string[]): string {
  if (missing.length > 0) return `It asks for the scopes ${missing.join(' ')}.`;
  return challenged.length > 0
    ? `It asks for ${challenged.join(' ')}, which was granted.`
    : 'It does not say for what.';
}
