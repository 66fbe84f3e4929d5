import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/adapters/clock.ts';
import { discoverServerMetadata } from '../../../src/oauth/server-metadata.ts';
import { type Connecting, startConnecting } from '../../fakes/connecting.ts';
import { mcp, type Route, resourceMetadata, serverMetadata, startHostile, WELL_KNOWN } from '../../fakes/hostile.ts';

// Where metadata is looked for, and that nothing but "there is none" makes us look elsewhere.

let one: Connecting;
beforeEach(async () => {
  one = await startConnecting();
});
afterEach(() => one.close());

const ROOT = '/.well-known/oauth-protected-resource';
const OIDC = '/.well-known/openid-configuration';
const metadataPaths = () => one.paths().filter((path) => path.includes('/.well-known/'));

/** A challenge that names this URL for the resource metadata. */
const challenging =
  (url: string): Route =>
  (asked) => {
    const usual = mcp(one.server.origin) as (asked: unknown) => { status?: number };
    const answer = usual(asked);
    if (answer.status !== 401) return answer;
    return { status: 401, headers: { 'www-authenticate': `Bearer resource_metadata="${url}"` } };
  };

describe('resource metadata', () => {
  it('is read where the challenge says, and nowhere else', async () => {
    const { origin } = one.server;
    one.server.set({ '/mcp': challenging(`${origin}/meta`), '/meta': { body: resourceMetadata(origin) } });
    await one.connect();
    expect(metadataPaths()).toEqual([WELL_KNOWN.server]);
    expect(one.asked('/meta')).toHaveLength(1);
  });

  it('is looked for at the usual places where the challenge names none, one after the other', async () => {
    one.server.set({
      '/mcp': challenging(`${one.server.origin}/gone`),
      [WELL_KNOWN.resource]: { status: 404 },
      [ROOT]: { body: { ...resourceMetadata(one.server.origin), resource: one.server.origin } },
    });
    await one.connect();
    expect(one.paths().slice(1, 4)).toEqual(['/gone', WELL_KNOWN.resource, ROOT]);
  });

  it.each([
    ['too many requests', { status: 429 }],
    ['a redirect to somewhere else', { status: 302, headers: { location: 'https://evil.example/' } }],
    ['nothing', { body: '' }],
    ['no resource', { body: { authorization_servers: [] } }],
    ['a resource that is no string', { body: { resource: ['x'], authorization_servers: [] } }],
  ] as const)('that is %s ends it: no other place is asked', async (_what, answer) => {
    one.server.set({ [WELL_KNOWN.resource]: answer as Route });
    await expect(one.connect()).rejects.toMatchObject({ exitCode: 3 });
    expect(metadataPaths()).toEqual([WELL_KNOWN.resource]);
  });
});

describe('metadata of the authorization server', () => {
  it.each([
    ['', [WELL_KNOWN.server, OIDC]],
    ['/tenant', [`${WELL_KNOWN.server}/tenant`, `${OIDC}/tenant`, `/tenant${OIDC}`]],
  ])('of an issuer with the path "%s" is looked for in this order', async (path, expected) => {
    const { origin } = one.server;
    const issuer = `${origin}${path}`;
    one.server.set({
      [WELL_KNOWN.resource]: { body: { ...resourceMetadata(origin), authorization_servers: [issuer] } },
      [WELL_KNOWN.server]: { status: 404 },
      [String(expected.at(-1))]: { body: { ...serverMetadata(origin), issuer } },
    });
    await one.connect();
    expect(metadataPaths().slice(1)).toEqual(expected);
  });

  it.each(['https:\\\\evil.example', 'https://evil.example/\n', 'ftp://evil.example', 'evil.example', ''])(
    'is not looked for at %j, which is no address',
    async (issuer) => {
      const body = { ...resourceMetadata(one.server.origin), authorization_servers: [issuer] };
      one.server.set({ [WELL_KNOWN.resource]: { body } });
      await expect(one.connect()).rejects.toMatchObject({ code: 'authorization-server-metadata-invalid' });
      expect(metadataPaths()).toEqual([WELL_KNOWN.resource]);
    },
  );

  it('that is nowhere ends it where there is resource metadata: no default places', async () => {
    one.server.set({ [WELL_KNOWN.server]: { status: 404 } });
    await expect(one.connect()).rejects.toMatchObject({ code: 'authorization-server-metadata-invalid' });
    expect(one.paths()).not.toContain('/register');
    expect(one.paths()).not.toContain('/authorize');
  });

  it.each([
    ['fails', { status: 500 }, 'authorization-server-metadata-invalid'],
    ['has another issuer', { body: serverMetadata('https://evil.example') }, 'issuer-mismatch'],
  ])('of a server of 2025-03-26 that %s ends it as well', async (_what, answer, code) => {
    one.server.set({ [WELL_KNOWN.resource]: { status: 404 }, [WELL_KNOWN.server]: answer });
    await expect(one.connect()).rejects.toMatchObject({ code });
    expect(one.paths()).not.toContain('/register');
  });

  it('is not guessed for a server that asks for no authorization', async () => {
    const absent = { status: 404 };
    one.server.set({ '/mcp': { status: 500 }, [WELL_KNOWN.resource]: absent, [WELL_KNOWN.server]: absent });
    await expect(one.connect()).rejects.toMatchObject({ code: 'authorization-not-offered' });
    expect(one.paths()).not.toContain('/register');
  });

  it('is that of the server where the client is registered, although another is listed first now', async () => {
    await one.connect();
    const other = await startHostile();
    const authorization_servers = [other.origin, one.server.origin];
    one.server.set({
      [WELL_KNOWN.resource]: { body: { ...resourceMetadata(one.server.origin), authorization_servers } },
    });
    await one.connect();
    expect(other.asked).toEqual([]);
    expect(one.asked('/register')).toHaveLength(1);
    await other.close();
  });

  it.each([
    ['credentials in it', 'https://me:pass@auth.example.com/token'],
    ['a fragment', 'https://auth.example.com/token#x'],
    ['this machine', 'http://127.0.0.1:9999/token'],
    ['this machine by name', 'https://localhost/token'],
    ['this machine in IPv6', 'http://[::1]/token'],
    ['another scheme', 'file:///etc/passwd'],
    ['a script', 'javascript:alert(1)'],
    ['slashes the wrong way round', 'https:\\\\auth.example.com\\token'],
    ['no slashes', 'https:auth.example.com/token'],
    ['a slash more', 'https:///auth.example.com/token'],
    ['a tab in its scheme', 'ht\ttps://auth.example.com/token'],
    ['a line break', 'https://auth.example.com/to\nken'],
    ['a blank before', ' https://auth.example.com/token'],
    ['letters that look like others', 'https://аuth.example.com/token'],
  ])('is refused when an endpoint is one with %s', async (_what, endpoint) => {
    const issuer = 'https://auth.example.com';
    const document = { ...serverMetadata(issuer), token_endpoint: endpoint };
    const fetch = async () => Response.json(document);
    await expect(discoverServerMetadata(issuer, { clock: systemClock, fetch, stream: fetch })).rejects.toMatchObject({
      code: 'authorization-server-metadata-invalid',
    });
  });
});
