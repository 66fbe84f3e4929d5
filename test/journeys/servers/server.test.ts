import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AGREEING } from '../../fakes/browser.ts';
import { createProgram, type Program } from '../../fakes/mcpctl.ts';
import { CRM_SCOPES, SECRETS, sharedProviderManifest, startWorld, type World } from '../../fakes/world.ts';

let world: World;
let program: Program;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());
beforeEach(() => {
  program = createProgram({
    BROWSER: AGREEING,
    MCP_AUTH_TOKEN: SECRETS.apiKey,
    MCP_CLIENT_ID: 'acme-desk',
    MCP_CLIENT_SECRET: SECRETS.clientSecret,
    ROBOT_SECRET: SECRETS.machineSecret,
  });
});
afterEach(() => program.remove());

/** A body of the seed, at home in the fake world. */
function body(name: string): string {
  const { issuer } = world.authorizationServer;
  const text = readFileSync(resolve('fixtures/servers', `${name}.json`), 'utf8')
    .replaceAll('https://mcp.example.com/mcp', world.crm.url)
    .replaceAll('https://auth.example.com/oauth/authorize', `${issuer}/auth`)
    .replaceAll('https://auth.example.com/oauth/token', `${issuer}/token`)
    .replaceAll('https://auth.example.com/oauth/register', `${issuer}/reg`);
  const file = join(program.home, 'server.json');
  writeFileSync(file, text);
  return file;
}

const create = (...args: string[]) => program.run(['server', 'create', ...args, '--json']);
const registrations = () => world.authorizationServer.requests.filter(({ path }) => path === '/reg').length;
const robot = [
  '--auth',
  'oauth_client_credentials',
  '--client-id',
  'acme-robot',
  '--client-secret',
  'env:ROBOT_SECRET',
];

describe('server create -f', () => {
  it('keeps a fixed token, and tells no more than that it is there', async () => {
    const { code, out, err } = await create('-f', body('token'), '--no-check');
    expect(code, err).toBe(0);
    expect(out).not.toContain(SECRETS.apiKey);
    expect(JSON.parse(out)).toMatchObject({
      name: 'crm-mcp',
      config: { endpoint: world.crm.url, auth: { type: 'token' } },
      has_auth_token: true,
      discovery_result: { requires_auth: true, resource: world.crm.url },
    });
  });

  it('fills what client credentials leave out, and never what they give', async () => {
    const { issuer } = world.authorizationServer;
    const made = await create('-f', body('client-credentials'));
    expect(made.code, made.err).toBe(0);
    expect(made.json()).toMatchObject({
      config: {
        auth: { type: 'oauth_client_credentials', client_id: 'acme-desk', scopes: ['crm:read', 'crm:write'] },
      },
      sources: { client_id: 'given', token_url: 'given', scopes: 'given', resource: 'discovered' },
      has_client_secret: true,
      issuer,
    });
  });

  it('takes a public client as it was given, with a resource that is a URN', async () => {
    const before = registrations();
    const made = await create('-f', body('public-pkce'));
    expect(made.code, made.err).toBe(0);
    expect(made.json()).toMatchObject({
      config: { auth: { client_id: 'public-client-id', resource: 'urn:example:workspace:123', scopes: ['crm:read'] } },
      sources: { client_id: 'given', auth_url: 'given', register_url: 'given', resource: 'given' },
      token_endpoint_auth_method: 'none',
      has_client_secret: false,
    });
    expect(registrations()).toBe(before);
  });

  it('takes a confidential client as it was given', async () => {
    const made = await create('-f', body('confidential-pkce'));
    expect(made.code, made.err).toBe(0);
    expect(made.json()).toMatchObject({
      config: { auth: { type: 'oauth_authorization_code_confidential_pkce', client_id: 'acme-desk' } },
      sources: { client_id: 'given' },
      has_client_secret: true,
    });
  });

  it.each([
    ['public-pkce-registration', 'none', false],
    ['confidential-pkce-registration', 'client_secret_basic', true],
  ])('registers a client for %s, and says which method was settled on', async (name, method, hasSecret) => {
    const before = registrations();
    const made = await create('-f', body(name));
    expect(made.code, made.err).toBe(0);
    expect(made.json()).toMatchObject({
      sources: {
        client_id: 'registered',
        auth_url: 'discovered',
        token_url: 'discovered',
        register_url: 'discovered',
        resource: 'given',
      },
      has_client_secret: hasSecret,
      token_endpoint_auth_method: method,
      redirect_uri: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/callback/),
    });
    // This server refuses the first request, because it does not know the scopes in it.
    expect(registrations()).toBe(before + 2);
  });

  it('asks nobody when a check here fails: a taken name, a missing secret, a literal, a fault', async () => {
    expect((await create('-f', body('public-pkce-registration'))).code).toBe(0);
    const before = world.authorizationServer.requests.length;
    const seen = world.crm.requests.length;
    const taken = await create('-f', body('confidential-pkce-registration'));
    expect([taken.code, taken.json().error.code]).toEqual([3, 'server-name-taken']);
    const unset = await program.run(['server', 'create', '-f', body('confidential-pkce'), '--json'], {
      env: { MCP_CLIENT_SECRET: '' },
    });
    expect(unset.json().error.code).toBe('reference-unresolved');
    const literal = await create('other', world.crm.url, '--auth', 'token', '--token', 'hunter2-hunter2');
    expect(literal.code).not.toBe(0);
    expect(literal.out + literal.err).not.toContain('hunter2-hunter2');
    const half = await create('other', world.crm.url, '--auth', 'oauth_client_credentials', '--client-id', 'x');
    expect([half.code, half.json().error.code]).toEqual([1, 'server-invalid']);
    const keyless = await program.run(['server', 'create', 'other', world.crm.url], {
      env: { MCPCTL_MASTER_KEY: 'no key' },
    });
    expect(keyless.code).toBe(5);
    expect([world.authorizationServer.requests.length, world.crm.requests.length]).toEqual([before, seen]);
  });
});

describe('server create NAME URL', () => {
  it('concludes the type from what it discovers, and connects with the client that it registered', async () => {
    const made = await create('crm', world.crm.url);
    expect(made.code, made.err).toBe(0);
    expect(made.json()).toMatchObject({
      config: { auth: { type: 'oauth_authorization_code_public_pkce' } },
      sources: { scopes: 'discovered', resource: 'discovered' },
    });
    const before = registrations();
    const connected = await program.run(['connect', 'crm', '--json']);
    expect(connected.code, connected.err).toBe(0);
    expect(connected.json().connected[0].client_id).toBe(made.json().config.auth.client_id);
    expect(registrations()).toBe(before);
    const called = await program.run(['call', 'crm_search', 'query=North']);
    expect(called.code, called.err).toBe(0);
  });

  it('uses the method that registration settled on', async () => {
    const made = await create('crm', world.crm.url, '--auth', 'oauth_authorization_code_confidential_pkce');
    expect(made.json().token_endpoint_auth_method).toBe('client_secret_basic');
    const connected = await program.run(['connect', 'crm', '--json']);
    expect(connected.code, connected.err).toBe(0);
    expect(connected.json().connected[0].client_id).toBe(made.json().config.auth.client_id);
  });

  it('gets tokens for a machine without asking anybody', async () => {
    const made = await create('crm', world.crm.url, ...robot, '--scope', CRM_SCOPES[0] ?? '');
    expect(made.code, made.err).toBe(0);
    const connected = await program.run(['connect', 'crm', '--json']);
    expect(connected.code, connected.err).toBe(0);
  });

  it('needs nothing for a server that is open, and sends the headers that were given', async () => {
    const open = await create('notes', world.notes.url);
    expect(open.json()).toMatchObject({
      config: { endpoint: world.notes.url },
      discovery_result: { requires_auth: false },
    });
    expect((await program.run(['call', 'notes_echo', 'text=hello'])).code).toBe(0);
    const made = await create('weather', world.weather.url, '--auth', 'none', '--header', 'Authorization=env:BEARER');
    expect(made.json().error.code).toBe('reference-unresolved');
    const env = { BEARER: `Bearer ${SECRETS.apiKey}` };
    const kept = await program.run(
      ['server', 'create', 'weather', world.weather.url, '--auth', 'none', '--header', 'Authorization=env:BEARER'],
      { env },
    );
    expect(kept.code, kept.err).toBe(0);
    expect(kept.out).not.toContain(SECRETS.apiKey);
    expect((await program.run(['call', 'weather_echo', 'text=hello'])).code).toBe(0);
  });

  it('says what to give where no client can be registered', async () => {
    const other = await startWorld({ registration: false });
    const { code, err } = await program.run(['server', 'create', 'crm', other.crm.url]);
    expect(code).toBe(3);
    expect(err).toContain('registration-unavailable');
    expect(err).toContain('http://127.0.0.1/callback');
    expect((await program.run(['server', 'list', '--json'])).json().servers).toEqual([]);
    await other.close();
  });
});

describe('the life of a server', () => {
  it('is listed beside the collections of installed apps', async () => {
    writeFileSync(join(program.home, 'mcpctl.json'), JSON.stringify(sharedProviderManifest(world)));
    await program.run(['install', '--yes', '--set', 'acme.client_secret=env:MCP_CLIENT_SECRET']);
    await create('notes', world.notes.url);
    expect((await program.run(['server', 'list', '--json'])).json().servers).toMatchObject([
      { name: 'acme-desk/crm', origin: 'manifest', auth: 'provider' },
      { name: 'acme-desk/calendar', origin: 'manifest', auth: 'provider' },
      { name: 'notes', origin: 'manual', auth: 'none' },
    ]);
  });

  it('keeps its client and consent when only scopes and headers change', async () => {
    const made = await create('crm', world.crm.url);
    expect((await program.run(['connect', 'crm'])).code).toBe(0);
    const updated = await program.run(['server', 'update', 'crm', '--scope', 'contacts.read', '--json']);
    expect(updated.code, updated.err).toBe(0);
    expect(updated.json()).toMatchObject({
      config: { auth: { client_id: made.json().config.auth.client_id, scopes: ['contacts.read'] } },
      sources: { scopes: 'given', client_id: 'registered' },
    });
    expect((await program.run(['token', 'crm'])).code).toBe(0);
  });

  it('ends the consents of another URL, after a yes', async () => {
    await create('crm', world.crm.url);
    await program.run(['connect', 'crm']);
    const url = world.calendar.url;
    expect((await program.run(['server', 'update', 'crm', '--url', url])).code).toBe(2);
    expect((await program.run(['token', 'crm'])).code).toBe(0);
    const updated = await program.run(['server', 'update', 'crm', '--url', url, '--yes', '--json']);
    expect(updated.code, updated.err).toBe(0);
    expect(updated.json().config).toMatchObject({ endpoint: url, auth: { resource: url } });
    expect((await program.run(['token', 'crm'])).code).toBe(4);
    expect((await program.run(['connect', 'crm'])).code).toBe(0);
  });

  it('ends the consents of another client, and begins anew with another type', async () => {
    await create('crm', world.crm.url);
    await program.run(['connect', 'crm']);
    const updated = await program.run(['server', 'update', 'crm', ...robot, '--yes', '--json']);
    expect(updated.code, updated.err).toBe(0);
    expect(updated.json().config.auth).toMatchObject({ type: 'oauth_client_credentials', client_id: 'acme-robot' });
    // The token of a machine is got at once.
    const token = await program.run(['token', 'crm', '--json']);
    expect(token.json().scopes).not.toContain('offline_access');
  });

  it('does not take a fixed token along to another URL', async () => {
    const token = ['--auth', 'token', '--token', 'env:MCP_AUTH_TOKEN'];
    await create('weather', world.weather.url, ...token);
    expect((await program.run(['call', 'weather_echo', 'text=hello'])).code).toBe(0);
    const moved = await program.run(['server', 'update', 'weather', '--url', world.notes.url, '--json']);
    expect([moved.code, moved.json().error.code]).toEqual([1, 'server-invalid']);
  });

  it('survives a new master key with all its secrets', async () => {
    await create(
      'weather',
      world.weather.url,
      '--auth',
      'token',
      '--token',
      'env:MCP_AUTH_TOKEN',
      '--header',
      'X-Tenant=env:MCP_CLIENT_ID',
    );
    const key = Buffer.alloc(32, 9).toString('base64');
    expect((await program.run(['keys', 'rotate'], { env: { MCPCTL_NEW_MASTER_KEY: key } })).code).toBe(0);
    const called = await program.run(['call', 'weather_echo', 'text=hello'], { env: { MCPCTL_MASTER_KEY: key } });
    expect(called.code, called.err).toBe(0);
  });

  it('is deleted with its tokens, after a yes', async () => {
    await create('crm', world.crm.url);
    await program.run(['connect', 'crm']);
    expect((await program.run(['server', 'delete', 'crm'])).code).toBe(2);
    const deleted = await program.run(['server', 'delete', 'crm', '--yes', '--json']);
    expect(deleted.json().revocations).toMatchObject([{ provider_name: 'crm', outcome: 'revoked' }]);
    expect((await program.run(['server', 'show', 'crm'])).code).toBe(2);
    expect((await program.run(['provider', 'list', '--json'])).json().providers).toEqual([]);
  });
});
