import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SecretContext } from '../../../src/ports/index.ts';
import type { Sealed } from '../../../src/records.ts';
import { clientSecretContext, serverTokenContext } from '../../../src/tokens/associated-data.ts';
import { type ServerHere, startServerHere } from '../../fakes/server-here.ts';
import { SECRETS, startWorld, type World } from '../../fakes/world.ts';

// `/ai/mcp-servers` of seeds/000, with a real authorization server and real MCP servers.

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

describe('discover', () => {
  it('says what a server wants, and stores nothing', async (context) => {
    const server = await startServerHere(context);
    const key = await server.key('admin');
    const { status, body } = await server.call('POST', '/ai/mcp-servers/discover', {
      key,
      body: { endpoint: world.crm.url },
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      requires_auth: true,
      recommended_auth_mode: 'oauth_authorization_code_public_pkce',
      message: 'The server wants OAuth with the consent of a person.',
      scopes: ['contacts.read'],
      resource: world.crm.url,
    });
    expect(body.token_url).toMatch(/^http:\/\/127\.0\.0\.1/);
    expect((await server.call('GET', '/ai/mcp-servers', { key })).body.total).toBe(0);
  });

  it('says that an open server needs nothing', async (context) => {
    const server = await startServerHere(context);
    const key = await server.key('builder');
    const { body } = await server.call('POST', '/ai/mcp-servers/discover', {
      key,
      body: { endpoint: world.notes.url },
    });
    expect(body).toMatchObject({ requires_auth: false, recommended_auth_mode: 'none' });
  });
});

describe('create', () => {
  const bodies = () => ({
    token: { type: 'token', auth_token: 'canary-token-4d2c7f' },
    machine: {
      type: 'oauth_client_credentials',
      client_id: 'acme-robot',
      client_secret: SECRETS.machineSecret,
      scopes: ['contacts.read'],
    },
    public: { type: 'oauth_authorization_code_public_pkce', client_id: 'acme-public' },
    confidential: {
      type: 'oauth_authorization_code_confidential_pkce',
      client_id: 'acme-desk',
      client_secret: SECRETS.clientSecret,
    },
    'public without a client': { type: 'oauth_authorization_code_public_pkce', scopes: ['contacts.read'] },
    'confidential without a client': { type: 'oauth_authorization_code_confidential_pkce' },
    nothing: undefined,
  });

  it.for(Object.keys(bodies()))(
    'takes a body with %s, returns no secret, and changes nothing when the answer is sent back',
    async (kind, context) => {
      const server = await startServerHere(context);
      const key = await server.key('admin');
      const auth = bodies()[kind as keyof ReturnType<typeof bodies>];
      const body = { name: 'crm-mcp', config: { endpoint: world.crm.url, ...(auth && { auth }) } };
      const created = await server.call('POST', '/ai/mcp-servers', { key, body });
      expect(created.body).toMatchObject({ name: 'crm-mcp', config: { endpoint: world.crm.url } });
      expect(created.status).toBe(200);
      expect(created.body).toHaveProperty('discovery_result');
      const path = `/ai/mcp-servers/${created.body.id}`;
      const read = await server.call('GET', path, { key });
      const before = await stored(server);
      const patched = await server.call('PATCH', path, { key, body: read.body });
      expect(patched.status).toBe(200);
      expect(await stored(server)).toEqual(before);
      for (const { text } of [created, read, patched]) expect(text).not.toContain('canary');
      if (kind.endsWith('without a client')) {
        expect(read.body.redirect_uri).toBe(`${server.url}/callback/default/crm-mcp`);
        expect(read.body.sources.client_id).toBe('registered');
      }
    },
  );

  it('refuses the same name again, and says which server has it', async (context) => {
    const server = await startServerHere(context);
    const key = await server.key('admin');
    const body = { name: 'notes', config: { endpoint: world.notes.url } };
    const first = await server.call('POST', '/ai/mcp-servers', { key, body });
    const second = await server.call('POST', '/ai/mcp-servers', { key, body });
    expect(second.status).toBe(409);
    expect(second.body).toMatchObject({ code: 'server-name-taken', details: { id: first.body.id } });
  });

  it('ignores members that it does not know, and names them', async (context) => {
    const server = await startServerHere(context);
    const body = { name: 'notes', config: { endpoint: world.notes.url, retries: 3 }, deployment: 'eu' };
    const answer = await server.call('POST', '/ai/mcp-servers', { key: await server.key('admin'), body });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('x-mcpctl-ignored')).toBe('/config/retries, /deployment');
  });
});

describe('change', () => {
  const secretServer = { type: 'token', auth_token: 'canary-token-4d2c7f' };

  it.each(['***', '********', '\u2022\u2022\u2022\u2022', '<kept>', '[secret]', '***1234', 'REDACTED'])(
    'refuses the mask %s',
    async (mask) => {
      const { settingsIn } = await import('../../../src/server/seed/server-body.ts');
      const body = {
        name: 'x',
        config: { endpoint: 'https://x.example/mcp', auth: { type: 'token', auth_token: mask } },
      };
      expect(() => settingsIn(body)).toThrow('looks like the mask of a secret');
    },
  );

  it('asks before a stored secret is dropped, since it was given for another address', async (context) => {
    const server = await startServerHere(context);
    const other = `${world.notes.url}?tenant=2`;
    const key = await server.key('admin');
    const created = await server.call('POST', '/ai/mcp-servers', {
      key,
      body: {
        name: 'notes',
        config: { endpoint: world.notes.url, auth: secretServer, headers: { 'X-Key': 'canary-header' } },
      },
    });
    const path = `/ai/mcp-servers/${created.body.id}`;
    const body = { config: { endpoint: other } };
    const asked = await server.call('PATCH', path, { key, body });
    expect(asked.status).toBe(409);
    expect(asked.body.code).toBe('confirmation-needed');
    expect(asked.body.details.consequences).toEqual([
      { kind: 'secrets-dropped', of: 'notes', secrets: ['auth_token', 'headers/X-Key'] },
    ]);
    expect((await server.call('GET', path, { key })).body).toMatchObject({
      has_auth_token: true,
      header_names: ['X-Key'],
    });
    const done = await server.call('PATCH', `${path}?confirm=${asked.body.details.digest}`, { key, body });
    expect(done.status).toBe(200);
    expect(done.body).toMatchObject({
      has_auth_token: false,
      header_names: [],
      config: { endpoint: other },
    });
  });

  it('asks nothing when the secret is given anew, and deletes what is null', async (context) => {
    const server = await startServerHere(context);
    const key = await server.key('admin');
    const created = await server.call('POST', '/ai/mcp-servers', {
      key,
      body: {
        name: 'notes',
        config: { endpoint: world.notes.url, auth: secretServer, headers: { 'X-Key': 'canary-header' } },
      },
    });
    const path = `/ai/mcp-servers/${created.body.id}`;
    const moved = {
      endpoint: world.weather.url,
      auth: { auth_token: 'canary-new' },
      headers: { 'X-Key': 'canary-other' },
    };
    expect((await server.call('PATCH', path, { key, body: { config: moved } })).status).toBe(200);
    const cleared = await server.call('PATCH', path, { key, body: { config: { headers: { 'X-Key': null } } } });
    expect(cleared.body).toMatchObject({ header_names: [], has_auth_token: true });
  });

  it('refuses a change of what has changed meanwhile', async (context) => {
    const server = await startServerHere(context);
    const key = await server.key('admin');
    const body = { name: 'notes', config: { endpoint: world.notes.url } };
    const created = await server.call('POST', '/ai/mcp-servers', { key, body });
    const path = `/ai/mcp-servers/${created.body.id}`;
    const tag = created.headers.get('etag') ?? '';
    const change = { config: { headers: { 'X-Tenant': 'acme' } } };
    expect((await server.call('PATCH', path, { key, body: change, headers: { 'if-match': tag } })).status).toBe(200);
    const late = await server.call('PATCH', path, { key, body: change, headers: { 'if-match': tag } });
    expect([late.status, late.body.code]).toEqual([412, 'changed-meanwhile']);
  });

  it('deletes without a question, and shows what would end when that is asked', async (context) => {
    const server = await startServerHere(context);
    const key = await server.key('admin');
    const body = { name: 'notes', config: { endpoint: world.notes.url } };
    const { id } = (await server.call('POST', '/ai/mcp-servers', { key, body })).body;
    const dry = await server.call('DELETE', `/ai/mcp-servers/${id}?dry_run=true`, { key });
    expect(dry.body).toMatchObject({ success: false, would_end: { consequences: [{ kind: 'server-deleted' }] } });
    expect((await server.call('GET', `/ai/mcp-servers/${id}`, { key })).status).toBe(200);
    expect((await server.call('DELETE', `/ai/mcp-servers/${id}`, { key })).body.success).toBe(true);
    expect((await server.call('GET', `/ai/mcp-servers/${id}`, { key })).status).toBe(404);
  });
});

/** The rows with their secrets opened: sealing the same secret again gives another text. */
async function stored({ ports }: ServerHere) {
  const [servers, providers] = await ports.state.read(async (tables) => [
    await tables.servers.list('default'),
    await tables.providers.list('default'),
  ]);
  const open = async (sealed: Sealed | undefined, context: SecretContext) =>
    sealed && (await ports.secrets.open(sealed, context)).reveal();
  return {
    servers: await Promise.all(
      servers.map(async (each) => ({ ...each, updatedAt: 0, token: await open(each.token, serverTokenContext(each)) })),
    ),
    providers: await Promise.all(
      providers.map(async (each) => ({
        ...each,
        ...{ createdAt: 0, updatedAt: 0, registration: each.registration?.redirectUri },
        clientSecret: await open(each.clientSecret, clientSecretContext(each)),
      })),
    ),
  };
}
