import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Hint } from '../../../../src/next-step.ts';
import { clientAuthentication } from '../../../../src/oauth/client-authentication.ts';
import { urlTarget } from '../../../../src/providers/url-target.ts';
import { Secret } from '../../../../src/secret.ts';
import { resolveTarget } from '../../../../src/targets.ts';
import { token } from '../../../../src/usecases/call/token.ts';
import { connect } from '../../../../src/usecases/connect/connect.ts';
import type { ConnectInput } from '../../../../src/usecases/connect/input.ts';
import { tokensForResources } from '../../../../src/usecases/connect/resource-tokens.ts';
import { INPUT } from '../../../fakes/connecting.ts';
import {
  approve,
  type Hostile,
  mcp,
  type Route,
  resourceMetadata,
  serverMetadata,
  startHostile,
  WELL_KNOWN,
} from '../../../fakes/hostile.ts';
import { consentIn, createPorts, followRedirects, type TestPorts } from '../../../fakes/ports.ts';

let server: Hostile;
let ports: TestPorts;
const scope = { project: 'default', user: 'ada' };

beforeEach(async () => {
  [server, ports] = await Promise.all([startHostile(), createPorts()]);
});
afterEach(() => Promise.all([server.close(), ports.remove()]));

const connecting = async (input: Partial<ConnectInput> = {}) =>
  connect({ ...INPUT, target: await urlTarget(server.url, 'srv', scope, ports), ...input }, scope, ports);

const asked = (path: string) => server.asked.filter((each) => each.path === path);
const form = (path: string) => asked(path).map(({ body }) => new URLSearchParams(body));
const paths = () => server.asked.map(({ path }) => path);

it('connects to a faultless server', async () => {
  const { grant, verdicts } = await connecting();
  expect(grant?.connection.status).toBe('connected');
  expect(verdicts).toMatchObject([{ tools: 0 }]);
});

/** What is wrong with the server, the refusal it must lead to, and a path that must not be asked then. */
type Case = readonly [string, (origin: string) => Record<string, Route>, string, string?];

const html: Route = { headers: { 'content-type': 'text/html' }, body: '<html>' };
const root = '/.well-known/oauth-protected-resource';
const metadata = (changes: (origin: string) => object) => (origin: string) => ({
  [WELL_KNOWN.server]: { body: { ...serverMetadata(origin), ...changes(origin) } },
});
const resource = (changes: (origin: string) => object) => (origin: string) => ({
  [WELL_KNOWN.resource]: { body: { ...resourceMetadata(origin), ...changes(origin) } },
});

const REFUSED: readonly Case[] = [
  [
    'resource metadata that fails',
    () => ({ [WELL_KNOWN.resource]: { status: 500 } }),
    'resource-metadata-invalid',
    root,
  ],
  ['resource metadata that is HTML', () => ({ [WELL_KNOWN.resource]: html }), 'resource-metadata-invalid', root],
  [
    'resource metadata that is no object',
    () => ({ [WELL_KNOWN.resource]: { body: '[]' } }),
    'resource-metadata-invalid',
    root,
  ],
  [
    'the resource of somebody else',
    resource(() => ({ resource: 'https://evil.example/mcp' })),
    'resource-mismatch',
    root,
  ],
  ['a sibling as resource', resource((origin) => ({ resource: `${origin}/mcp2` })), 'resource-mismatch', root],
  ['no authorization server', resource(() => ({ authorization_servers: [] })), 'resource-metadata-invalid', root],
  [
    'server metadata that fails',
    () => ({ [WELL_KNOWN.server]: { status: 503 } }),
    'authorization-server-metadata-invalid',
    '/register',
  ],
  [
    'server metadata that is HTML',
    () => ({ [WELL_KNOWN.server]: html }),
    'authorization-server-metadata-invalid',
    '/register',
  ],
  ['another issuer', metadata(() => ({ issuer: 'https://evil.example' })), 'issuer-mismatch', '/register'],
  ['an issuer with a path more', metadata((origin) => ({ issuer: `${origin}//` })), 'issuer-mismatch', '/register'],
  [
    'no PKCE methods',
    metadata(() => ({ code_challenge_methods_supported: undefined })),
    'pkce-unsupported',
    '/authorize',
  ],
  [
    'only plain PKCE',
    metadata(() => ({ code_challenge_methods_supported: ['plain'] })),
    'pkce-unsupported',
    '/authorize',
  ],
  [
    'a script as endpoint',
    metadata(() => ({ authorization_endpoint: 'javascript:alert(1)' })),
    'authorization-server-metadata-invalid',
    '/register',
  ],
  [
    'a plain endpoint elsewhere',
    metadata(() => ({ token_endpoint: 'http://evil.example/token' })),
    'authorization-server-metadata-invalid',
    '/register',
  ],
  [
    'a token endpoint in a private network',
    metadata(() => ({ token_endpoint: 'https://10.0.0.1/token' })),
    'address-refused',
    '/token',
  ],
  [
    'metadata of a cloud machine',
    resource(() => ({ authorization_servers: ['https://169.254.169.254'] })),
    'address-refused',
    '/register',
  ],
  ['no registration', metadata(() => ({ registration_endpoint: undefined })), 'registration-unavailable', '/authorize'],
  [
    'a refused registration',
    () => ({ '/register': { status: 400, body: { error: 'invalid_redirect_uri' } } }),
    'registration-refused',
    '/authorize',
  ],
  [
    'a declined consent',
    () => ({ '/authorize': approve({ error: 'access_denied' }) }),
    'authorization-denied',
    '/token',
  ],
  [
    'the issuer of somebody else in the response',
    () => ({ '/authorize': approve({ code: 'x', iss: 'https://evil.example' }) }),
    'issuer-mismatch',
    '/token',
  ],
  [
    'that issuer before an error',
    () => ({ '/authorize': approve({ error: 'access_denied', iss: 'https://evil.example' }) }),
    'issuer-mismatch',
    '/token',
  ],
  [
    'an issuer that only looks the same',
    (origin) => ({ '/authorize': approve({ code: 'x', iss: `${origin}/` }) }),
    'issuer-mismatch',
    '/token',
  ],
  [
    'a promised issuer that is missing',
    metadata(() => ({ authorization_response_iss_parameter_supported: true })),
    'issuer-mismatch',
    '/token',
  ],
  ['a response without a code', () => ({ '/authorize': approve({}) }), 'authorization-response-invalid', '/token'],
  [
    'a token endpoint that redirects',
    (origin) => ({ '/token': { status: 307, headers: { location: `${origin}/elsewhere` } } }),
    'token-refused',
    '/elsewhere',
  ],
  [
    'a token with a line break',
    () => ({ '/token': { body: { access_token: 'a\r\nb', token_type: 'Bearer' } } }),
    'token-response-invalid',
  ],
  [
    'a token that is too long',
    () => ({ '/token': { body: { access_token: 'a'.repeat(40_000), token_type: 'Bearer' } } }),
    'token-response-invalid',
  ],
  [
    'a token of an unknown type',
    () => ({ '/token': { body: { access_token: 'a', token_type: 'mac' } } }),
    'token-response-invalid',
  ],
  ['no token', () => ({ '/token': { body: { token_type: 'Bearer' } } }), 'token-response-invalid'],
  ['a huge token response', () => ({ '/token': { body: 'x'.repeat(100_000) } }), 'response-too-large'],
  ['a token that the server then refuses', (origin) => ({ '/mcp': mcp(origin, []) }), 'verification-failed'],
];

describe('connect refuses', () => {
  it.each(REFUSED.map(([what, routes, code, never]) => ({ what, routes, code, never })))(
    '$what',
    async ({ routes, code, never }) => {
      server.set(routes(server.origin));
      await expect(connecting()).rejects.toMatchObject({ code });
      if (never) expect(paths()).not.toContain(never);
      const connections = await ports.state.read((tables) => tables.connections.list('default'));
      if (code !== 'verification-failed') expect(connections).toEqual([]);
    },
  );
});

describe('connect copes with', () => {
  it('resource metadata at the root, asked only when the path has none', async () => {
    server.set({
      '/mcp': (one) => ({
        ...answer(mcp(server.origin), one),
        ...(!one.headers.authorization && { headers: { 'www-authenticate': 'Basic realm="x", Bearer' } }),
      }),
      [WELL_KNOWN.resource]: { status: 405 },
      [root]: { body: { ...resourceMetadata(server.origin), resource: server.origin } },
    });
    await connecting();
    expect(paths().filter((path) => path.startsWith(root))).toEqual([WELL_KNOWN.resource, root]);
    // Exactly as published, without the slash that URL parsing adds.
    expect(form('/token')[0]?.get('resource')).toBe(server.origin);
  });

  it.each([
    ['JSON', { error: { code: -32600, message: 'Session required' } }],
    ['words', 'Bad Request'],
    ['null', 'null'],
    ['nothing', ''],
  ])('an old server that answers a request it does not know with 400 and %s', async (_what, body) => {
    server.set({
      '/mcp': (one) =>
        one.body.includes('"server/discover"') ? { status: 400, body } : answer(mcp(server.origin), one),
    });
    await connecting();
  });

  it('a server of 2025-03-26, which has its endpoints at default places', async () => {
    server.set({ [WELL_KNOWN.resource]: { status: 404 }, [WELL_KNOWN.server]: { status: 404 } });
    await connecting();
    expect(form('/token')[0]?.has('resource')).toBe(false);
    expect(asked('/authorize')[0]?.query.get('code_challenge_method')).toBe('S256');
  });

  it('a page in the browser that guesses at the callback: one token request, for the right one', async () => {
    const guessing: TestPorts = {
      ...ports,
      openConsentChannel: consentIn(async (url) => {
        const guesses = Array.from({ length: 200 }, (_, index) =>
          fetch(`${new URL(url).origin}/callback?state=${index}&code=evil`),
        );
        expect(new Set((await Promise.all(guesses)).map(({ status }) => status))).toEqual(new Set([400]));
        await followRedirects(url);
      }),
    };
    await connect({ ...INPUT, target: await urlTarget(server.url, 'srv', scope, guessing) }, scope, guessing);
    expect(form('/token').map((each) => each.get('code'))).toEqual(['code']);
  });

  it('a registration that says nothing but the client id', async () => {
    await connecting();
    expect(JSON.parse(String(asked('/register')[0]?.body))).toMatchObject({
      application_type: 'native',
      grant_types: ['authorization_code', 'refresh_token'],
      token_endpoint_auth_method: 'none',
      redirect_uris: [expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/callback$/)],
    });
    expect(form('/token')[0]?.get('client_id')).toBe('registered');
  });

  it('a server that takes no resource, at the callback and ever after', async () => {
    server.set({
      '/authorize': (one) => answer(one.query.has('resource') ? approve({ error: 'invalid_target' }) : approve(), one),
    });
    await connecting();
    expect(asked('/authorize').map(({ query }) => query.has('resource'))).toEqual([true, false]);
    await connecting();
    expect(asked('/authorize').map(({ query }) => query.has('resource'))).toEqual([true, false, false]);
  });

  it('secrets with signs in them: form encoding, with -._ left alone', async () => {
    await connecting({ clientId: 'a-b_c.d:e', clientSecret: new Secret('s-e_c.r~t%+ /é') });
    const [, credentials = ''] = String(asked('/token')[0]?.headers.authorization).split(' ');
    expect(atob(credentials)).toBe('a-b_c.d%3Ae:s-e_c.r%7Et%25%2B+%2F%C3%A9');
  });

  it('a server that wants more scopes of the first call, three times and no more', async () => {
    let wanted = 0;
    server.set({
      '/mcp': (one) =>
        one.headers.authorization
          ? { status: 403, headers: { 'www-authenticate': `Bearer error="insufficient_scope", scope="s${wanted++}"` } }
          : answer(mcp(server.origin), one),
    });
    await expect(connecting()).rejects.toMatchObject({ code: 'insufficient-scope', exitCode: 4 });
    expect(asked('/authorize').length).toBe(3);
    expect(asked('/authorize').map(({ query }) => query.get('scope')?.split(' ').length ?? 0)).toEqual([0, 1, 2]);
  });

  it('a server that wants the request pushed: the browser carries a reference and nothing else', async () => {
    server.set({
      ...metadata((origin) => ({
        require_pushed_authorization_requests: true,
        pushed_authorization_request_endpoint: `${origin}/par`,
      }))(server.origin),
      '/par': { status: 201, body: { request_uri: 'urn:pushed', expires_in: 60 } },
      '/authorize': (one) => {
        const pushed = form('/par').at(-1) ?? new URLSearchParams();
        return answer(approve(), { ...one, query: pushed });
      },
    });
    await connecting();
    expect(Object.fromEntries(asked('/authorize')[0]?.query ?? [])).toEqual({
      client_id: 'registered',
      request_uri: 'urn:pushed',
    });
    expect(form('/par')[0]?.get('code_challenge_method')).toBe('S256');
  });

  it('extra parameters, which are remembered and cannot replace ours', async () => {
    await connecting({ authParams: { access_type: 'offline', state: 'mine', prompt: 'login' } });
    await connecting();
    for (const { query } of asked('/authorize')) {
      expect([query.get('access_type'), query.get('prompt')]).toEqual(['offline', 'login']);
      expect(query.getAll('state')).not.toContain('mine');
    }
  });

  it('a port that was registered, and a redirect URI that is compared exactly', async () => {
    await connecting();
    await connecting();
    expect(asked('/register').length).toBe(1);
    expect(new Set(asked('/authorize').map(({ query }) => query.get('redirect_uri'))).size).toBe(1);
  });

  it('a private key as client secret: an assertion for the issuer, and no secret on the wire', async () => {
    const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
    const jwk = JSON.stringify(await crypto.subtle.exportKey('jwk', pair.privateKey));
    await connecting({ clientId: 'mine', clientSecret: new Secret(jwk) });
    const [, claims = ''] = String(form('/token')[0]?.get('client_assertion')).split('.');
    expect(JSON.parse(atob(claims.replaceAll('-', '+').replaceAll('_', '/')))).toMatchObject({
      aud: server.origin,
      iss: 'mine',
      sub: 'mine',
    });
    expect(form('/token')[0]?.has('client_secret')).toBe(false);
  });

  it('a listed authorization server that is gone, when the next one answers', async () => {
    const gone = await startHostile();
    await gone.close();
    server.set(resource(() => ({ authorization_servers: [gone.origin, server.origin] }))(server.origin));
    const { grant } = await connecting();
    expect(grant?.provider.issuer).toBe(server.origin);
  });

  it('scopes of the challenge before those of the metadata', async () => {
    server.set({
      '/mcp': mcp(server.origin, ['Bearer good'], ', scope="a b"'),
      ...resource(() => ({ scopes_supported: ['c'] }))(server.origin),
    });
    await connecting();
    expect(asked('/authorize')[0]?.query.get('scope')).toBe('a b');
  });

  it.each([
    [5, 5],
    ['120', 120],
    [undefined, 3600],
    [-1, 3600],
    [1e12, 30 * 24 * 3600],
  ])('a life of %s seconds', async (given, seconds) => {
    server.set({ '/token': { body: { access_token: 'good', token_type: 'bearer', expires_in: given } } });
    const { grant } = await connecting();
    expect(Number(grant?.expiresAt) - Number(grant?.connection.connectedAt)).toBeGreaterThanOrEqual(seconds * 1000);
    expect(Number(grant?.expiresAt) - Number(grant?.connection.connectedAt)).toBeLessThan(seconds * 1000 + 5000);
  });
});

describe('what is asked only once', () => {
  it('is whether a server wants authorization', async () => {
    await connecting();
    const unauthorized = asked('/mcp').filter(({ headers }) => headers.authorization === undefined);
    expect(unauthorized.map(({ method }) => method)).toEqual(['POST']);
  });

  it('is a scope that the authorization server does not give', async () => {
    const wanting = mcp(server.origin);
    const insufficient = { 'www-authenticate': 'Bearer error="insufficient_scope", scope="admin"' };
    await connecting();
    server.set({
      '/mcp': (one) => (one.headers.authorization ? { status: 403, headers: insufficient } : answer(wanting, one)),
      '/token': { body: { access_token: 'good', token_type: 'Bearer', scope: 'basic', refresh_token: 'again' } },
    });
    const requested = () => asked('/authorize').map(({ query }) => query.get('scope'));
    await expect(connecting()).rejects.toMatchObject({ code: 'insufficient-scope', hint: expect.any(Hint) });
    expect(requested()).toEqual([null, null, 'admin']);
    await expect(connecting()).rejects.toMatchObject({
      code: 'insufficient-scope',
      why: 'The authorization server has refused admin before.',
    });
    expect(requested()).toEqual([null, null, 'admin', null]);
    await expect(connecting({ scopes: ['admin'] })).rejects.toMatchObject({ code: 'insufficient-scope' });
    expect(requested().slice(4)).toEqual(['admin']);
  });

  it('is a scope that makes the authorization server refuse the request', async () => {
    const wanting = mcp(server.origin);
    const insufficient = { 'www-authenticate': 'Bearer error="insufficient_scope", scope="admin"' };
    await connecting();
    server.set({
      '/mcp': (one) => (one.headers.authorization ? { status: 403, headers: insufficient } : answer(wanting, one)),
      '/authorize': (one) =>
        answer(approve(one.query.get('scope') ? { error: 'invalid_scope' } : { code: 'code' }), one),
    });
    await expect(connecting()).rejects.toMatchObject({ code: 'authorization-denied' });
    await expect(connecting()).rejects.toMatchObject({ code: 'insufficient-scope' });
    expect(asked('/authorize').map(({ query }) => query.get('scope'))).toEqual([null, null, 'admin', null]);
  });

  it('is a resource that is refused: the first token is for all, and the refresh token is not used again', async () => {
    server.set({ '/token': { status: 400, body: { error: 'invalid_target' } } });
    const client = {
      server: { issuer: server.origin, token_endpoint: `${server.origin}/token` },
      client: { client_id: 'mine' },
      authentication: await clientAuthentication('none', { clientId: 'mine' }, undefined),
    };
    const first = {
      accessToken: new Secret('good'),
      refreshToken: new Secret('once'),
      tokenType: 'bearer',
      expiresIn: 60,
    } as const;
    const tokens = await tokensForResources({ client, fetch }, first, ['https://a.example', 'https://b.example']);
    expect(tokens).toEqual([{ resource: '', response: first }]);
    expect(form('/token').map((each) => each.get('refresh_token'))).toEqual(['once']);
  });
});

describe('afterwards', () => {
  it('never sends a given client to another authorization server', async () => {
    await connecting({ clientId: 'mine', clientSecret: new Secret('topsecret') });
    const other = await startHostile();
    server.set(resource(() => ({ authorization_servers: [other.origin] }))(server.origin));
    await expect(connecting()).rejects.toMatchObject({ code: 'issuer-changed' });
    expect(other.asked.some(({ path }) => path === '/authorize' || path === '/token')).toBe(false);
    await other.close();
  });

  it('registers anew at another authorization server', async () => {
    await connecting();
    const other = await startHostile();
    other.set({ '/register': { status: 201, body: { client_id: 'second' } } });
    server.set(resource(() => ({ authorization_servers: [other.origin] }))(server.origin));
    const { grant } = await connecting();
    expect([grant?.provider.clientId, grant?.provider.issuer]).toEqual(['second', other.origin]);
    expect(other.asked.every(({ body, query }) => !`${body}${query}`.includes('registered'))).toBe(true);
    await other.close();
  });

  it('keeps the old refresh token when the server sends none, and asks once for all who wait', async () => {
    let sent = 0;
    server.set({
      '/token': ({ body }) => {
        const isRefresh = new URLSearchParams(body).get('grant_type') === 'refresh_token';
        sent += isRefresh ? 1 : 0;
        const fresh = isRefresh ? {} : { refresh_token: 'kept' };
        return { body: { access_token: 'good', token_type: 'Bearer', expires_in: 3600, ...fresh } };
      },
    });
    await connecting();
    for (let round = 1; round <= 2; round += 1) {
      await expire();
      const tokens = await Promise.all(Array.from({ length: 20 }, () => token('srv', scope, ports)));
      expect(tokens.map(({ secret }) => secret.reveal())).toEqual(Array(20).fill('good'));
      expect(sent).toBe(round);
    }
    expect(form('/token').map((each) => each.get('refresh_token'))).toEqual([null, 'kept', 'kept']);
  });

  it('keeps the token when the server fails, and says so', async () => {
    await connecting();
    server.set({ '/token': { status: 500 } });
    await expire();
    await expect(token('srv', scope, ports)).rejects.toMatchObject({ code: 'server-error' });
    expect(form('/token').filter((each) => each.get('grant_type') === 'refresh_token').length).toBe(2);
    server.set({ '/token': { body: { access_token: 'better', token_type: 'Bearer' } } });
    // A server that failed is left alone for a moment.
    const next = () => token('srv', scope, ports).then(({ secret }) => secret.reveal());
    await expect.poll(() => next().catch(() => undefined), { timeout: 25_000 }).toBe('better');
  });

  it('serves everybody when the server fails once', async () => {
    await connecting();
    let failures = 0;
    const well = { access_token: 'better', token_type: 'Bearer', expires_in: 3600, refresh_token: 'next' };
    server.set({ '/token': () => (failures++ === 0 ? { status: 503 } : { body: well }) });
    await expire();
    const tokens = await Promise.all(Array.from({ length: 20 }, () => token('srv', scope, ports)));
    expect(tokens.map(({ secret }) => secret.reveal())).toEqual(Array(20).fill('better'));
    expect(failures).toBe(2);
  });

  it('needs a person only when the stored refresh token is the one that was refused', async () => {
    await connecting();
    server.set({ '/token': { status: 400, body: { error: 'invalid_grant' } } });
    await expire();
    await expect(token('srv', scope, ports)).rejects.toMatchObject({ code: 'reconnect-needed', exitCode: 4 });
    await expect(token('srv', scope, ports)).rejects.toMatchObject({ code: 'reconnect-needed' });
    expect(form('/token').filter((each) => each.get('grant_type') === 'refresh_token').length).toBe(1);
  });
});

/** Makes every stored access token old. */
async function expire(): Promise<void> {
  const target = await resolveTarget('srv', scope, ports.state);
  if (target.kind !== 'server' || target.server.access.via !== 'provider') throw new Error('Not connected.');
  const { id } = target.server.access.provider;
  await ports.state.write(async (tables) => {
    const connection = await tables.connections.find(id, scope.user);
    for (const row of await tables.accessTokens.ofConnection(String(connection?.id))) {
      await tables.accessTokens.save({ ...row, issuedAt: 0, expiresAt: 1 });
    }
  });
}

function answer(route: Route, one: Parameters<Extract<Route, (...args: never) => unknown>>[0]) {
  return typeof route === 'function' ? route(one) : route;
}
