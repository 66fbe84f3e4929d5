/** The fetch that the MCP transport gets: it carries the token of the server's binding, and nothing else does. */
import { hint } from '../next-step.ts';
import type { Fetch, Scope } from '../ports/index.ts';
import { Refusal } from '../refusal.ts';
import type { Secret } from '../secret.ts';
import type { ToolServer } from '../targets.ts';
import { currentToken, type TokenPorts } from './access-token.ts';
import { apiKeyContext, serverHeaderContext, serverTokenContext } from './associated-data.ts';
import { noteChallengedScopes, scopeChallenge } from './step-up.ts';
import { type CurrentToken, type TokenOwner, tokenOwner } from './stored-token.ts';

/**
 * Adds `Authorization`, renewed ahead of its end and once on a 401.
 * Refuses `not-connected`, `reconnect-needed`, `insufficient-scope`, `provider-missing`.
 */
export function authorizedFetch(server: ToolServer, { user }: Scope, ports: TokenPorts): Fetch {
  const { access } = server;
  const stream = withHeaders(server, ports.network.towards(server.url).stream, ports);
  switch (access.via) {
    case 'none':
      return stream;
    case 'api_key':
    case 'token':
      return async (url, init) => stream(url, withToken(init, await fixedToken(server, ports)));
    case 'provider':
      return oauthFetch(tokenOwner(server, access.provider.id, user), stream, ports);
    case 'discovery':
      return () => Promise.reject(notConnected(server));
    case 'missing':
      return () => Promise.reject(providerMissing(server, access.providerName));
  }
}

/** What the protocol itself sets is never overridden by a header that a person gave. */
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
    let response = await send(current, url, init, stream, ports);
    if (response.status === 401) {
      await response.body?.cancel();
      const renewed = await currentToken(owner, ports, current.token);
      response = await send(renewed, url, init, stream, ports);
      if (response.status === 401) throw stillRefused(owner, response);
    }
    const scopes = response.status === 403 ? scopeChallenge(response) : undefined;
    if (scopes === undefined) return response;
    await noteChallengedScopes(current.connection, scopes, ports);
    throw insufficientScope(owner, current, scopes);
  };
}

async function send(
  current: CurrentToken,
  url: string | URL,
  init: RequestInit | undefined,
  stream: Fetch,
  ports: TokenPorts,
) {
  if (current.token.tokenType === 'bearer') return stream(url, withToken(init, current.secret));
  const [{ sendWithDpop }, { oauthClient }] = await Promise.all([
    import('../oauth/dpop.ts'),
    import('./oauth-client.ts'),
  ]);
  const { dpop } = await oauthClient(current.provider, ports, current.connection);
  if (dpop === undefined) throw new Error('A DPoP token without its key.');
  return sendWithDpop(current.secret, dpop, url, init, stream);
}

function withToken(init: RequestInit | undefined, token: Secret): RequestInit {
  const headers = new Headers(init?.headers);
  headers.set('authorization', `Bearer ${token.reveal()}`);
  return { ...init, headers };
}

async function fixedToken({ name, access }: ToolServer, { secrets }: TokenPorts): Promise<Secret> {
  if (access.via === 'token') return secrets.open(access.token, serverTokenContext(access.server));
  if (access.via === 'api_key' && access.collection.apiKey) {
    return secrets.open(access.collection.apiKey, apiKeyContext(access.installation, access.collection.id));
  }
  throw new Refusal('not-connected', {
    what: `${name} has no API key.`,
    why: 'It was installed without one.',
    hint: hint`Install it again and answer the question for its key: ${{ do: 'reinstall', app: name.split('/')[0] ?? '', ask: true }}`,
  });
}

function notConnected({ name }: ToolServer): Refusal {
  return new Refusal('not-connected', {
    what: `${name} is not connected.`,
    why: 'Its authorization server is discovered when it is connected for the first time.',
    hint: hint`${{ do: 'connect', target: name }}`,
  });
}

function providerMissing({ name }: ToolServer, providerName: string): Refusal {
  return new Refusal('provider-missing', {
    what: `${name} needs the provider ${providerName}, which does not exist.`,
    why: 'Its manifest names it with oauth_app, so it is made by hand.',
    hint: hint`${{ do: 'create', what: 'provider', name: providerName, give: ['client_id'] }}`,
  });
}

function stillRefused({ target }: TokenOwner, response: Response): Refusal {
  return new Refusal('reconnect-needed', {
    what: `${target} does not accept its access token.`,
    why: `It answered 401 to a token that was renewed just now: ${response.headers.get('www-authenticate') ?? 'no reason given'}`,
    hint: hint`${{ do: 'connect', target }}`,
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
