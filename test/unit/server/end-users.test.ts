import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { consentIn, cookieJar } from '../../fakes/cookie-jar.ts';
import { type ServerHere, startServerHere } from '../../fakes/server-here.ts';
import { startWorld, type World } from '../../fakes/world.ts';

// The whole way of an end user: ticket, session, consent, confirming, and a tool that the backend calls for them.

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

const ORIGIN = 'https://shop.example';

async function shop(server: ServerHere, verifyUrl?: string) {
  const admin = await server.key('admin');
  const webApp = await server.webApp('shop', [ORIGIN], verifyUrl);
  const key = await server.key('web-app', { webAppId: webApp.id });
  const config = { endpoint: world.crm.url, auth: { type: 'oauth_authorization_code_public_pkce' } };
  const crm = (await server.call('POST', '/ai/mcp-servers', { key: admin, body: { name: 'crm', config } })).body;
  const notes = (
    await server.call('POST', '/ai/mcp-servers', {
      key: admin,
      body: { name: 'notes', config: { endpoint: world.notes.url } },
    })
  ).body;
  await server.call('POST', '/ai/agents', { key: admin, body: { name: 'desk' } });
  for (const { id } of [crm, notes]) await server.call('POST', `/ai/agents/desk/mcp-servers/${id}`, { key: admin });
  return { admin, key, crm, notes };
}

async function sessionOf(server: ServerHere, key: string, actor: string) {
  const body = {
    ticket_type: 'agent_access',
    agent_ids: ['desk'],
    agent_session_identifier: 'static',
    actor_id: actor,
  };
  const made = await server.call('POST', '/session/tickets', { key, body });
  expect(made.status).toBe(200);
  const exchanged = await server.call('POST', '/session/ticket/exchange', {
    body: { ticket: made.body.ticket },
    headers: { origin: ORIGIN },
  });
  expect(exchanged.status).toBe(200);
  return exchanged.body.data.session_token as string;
}

const asPage = { origin: ORIGIN };

describe('an end user of a web app', () => {
  it('connects an account in the browser, and the backend calls a tool as this end user', async (context) => {
    const server = await startServerHere(context);
    const { key, crm, notes } = await shop(server);
    const session = await sessionOf(server, key, 'alice');
    const list = () => server.call('GET', '/agent/mcp-servers?agent_name=desk', { key: session, headers: asPage });
    expect((await list()).body.data).toMatchObject([
      { id: crm.id, requires_connection: true, connection_status: 'not_connected' },
      { id: notes.id, requires_connection: false, connection_status: 'not_required' },
    ]);
    const begun = await server.call('POST', `/agent/mcp-servers/${crm.id}/connect?agent_name=desk`, {
      key: session,
      headers: asPage,
    });
    expect(begun.body.data).toMatchObject({ requires_oauth: true, connect_id: expect.stringMatching(/^c_/) });
    expect((await list()).body.data[0].connection_status).toBe('connecting');
    const last = await consentIn(cookieJar(), begun.body.data.oauth_url);
    const digits = /<output[^>]*>(\d{6})<\/output>/.exec(last.text)?.[1] ?? '';
    const path = `/agent/connects/${begun.body.data.connect_id}`;
    expect((await server.call('GET', path, { key: session, headers: asPage })).body.data.status).toBe('verifying');
    expect((await list()).body.data[0].connection_status).toBe('connecting');
    const confirmed = await server.call('POST', `${path}/confirm`, {
      key: session,
      headers: asPage,
      body: { code: digits },
    });
    expect(confirmed.body.data.status).toBe('connected');
    expect((await list()).body.data[0].connection_status).toBe('connected');

    const token = await server.call('POST', '/ai/actors/alice/tokens', { key, body: { agent_id: 'desk' } });
    expect(token.body).toMatchObject({ token_type: 'Bearer', expires_in: 600, resource: `${server.url}/mcp/desk` });
    const client = new Client({ name: 'backend', version: '1' });
    const requestInit = { headers: { authorization: `Bearer ${token.body.access_token}` } };
    await client.connect(new StreamableHTTPClientTransport(new URL(token.body.resource), { requestInit }));
    const result = await client.callTool({ name: 'crm_search', arguments: { query: 'london' } });
    expect(JSON.stringify(result.content)).toContain('Mary Somerville');
    await client.close();

    const summary = await server.call('GET', '/ai/actor-mcp-servers?actor_id=alice', { key });
    expect(summary.body.data).toMatchObject([
      { id: crm.id, requires_user_connection: true, connection_status: 'connected' },
      { id: notes.id, connection_status: 'not_required' },
    ]);
    const bob = await server.call('GET', '/ai/actor-mcp-servers?actor_id=bob', { key });
    expect(bob.body.data[0].connection_status).toBe('not_connected');
    await server.call('POST', `/agent/mcp-servers/${crm.id}/disconnect?agent_name=desk`, {
      key: session,
      headers: asPage,
    });
    expect((await list()).body.data[0].connection_status).toBe('not_connected');
  });

  it('is refused an agent that is not in the ticket, a page of another origin, and a ticket twice', async (context) => {
    const server = await startServerHere(context);
    const { key } = await shop(server);
    const session = await sessionOf(server, key, 'alice');
    const other = await server.call('GET', '/agent/mcp-servers?agent_name=other', { key: session, headers: asPage });
    expect([other.status, other.body.message]).toEqual([403, 'This session does not open the agent other.']);
    const foreign = await server.call('GET', '/agent/session', {
      key: session,
      headers: { origin: 'https://evil.example' },
    });
    expect([foreign.status, foreign.body.code]).toEqual([403, 'origin-refused']);
    expect((await server.call('GET', '/agent/session', { key: session })).body.data.actor_id).toBe('alice');
    const body = { ticket_type: 'agent_access', agent_ids: ['desk'], actor_id: 'alice' };
    const { ticket } = (await server.call('POST', '/session/tickets', { key, body })).body;
    const exchange = () => server.call('POST', '/session/ticket/exchange', { body: { ticket } });
    expect((await exchange()).status).toBe(200);
    expect((await exchange()).status).toBe(404);
  });

  it('loses everything when the actor is deleted', async (context) => {
    const server = await startServerHere(context);
    const { key } = await shop(server);
    const session = await sessionOf(server, key, 'alice');
    expect((await server.call('DELETE', '/ai/actors/alice', { key })).body.success).toBe(true);
    await expect
      .poll(async () => (await server.call('GET', '/agent/session', { key: session })).status, { timeout: 3000 })
      .toBe(401);
  });

  it('is of no other web app', async (context) => {
    const server = await startServerHere(context);
    const { key } = await shop(server);
    await server.call('POST', '/ai/actors', {
      key,
      body: { subject_type: 'user', external_key: 'alice', display_name: 'Alice' },
    });
    const other = await server.key('web-app');
    expect((await server.call('GET', '/ai/actors/alice', { key: other })).status).toBe(404);
    expect(
      (await server.call('GET', '/ai/actors/lookup?subject_type=user&external_key=alice', { key })).body.actor,
    ).toMatchObject({
      id: 'alice',
      display_name: 'Alice',
    });
  });
});

describe('the cookie of a session', () => {
  it('is set for a page of our own site alone, and never by a GET', async (context) => {
    const server = await startServerHere(context, { publicUrl: 'https://mcp.shop.example' });
    const webApp = await server.webApp('shop', ['https://www.shop.example', 'https://elsewhere.example']);
    const key = await server.key('admin', { webAppId: webApp.id });
    await server.call('POST', '/ai/agents', { key, body: { name: 'desk' } });
    const exchanged = async (origin: string, method: 'GET' | 'POST') => {
      const body = { ticket_type: 'agent_access', agent_ids: ['desk'], actor_id: 'alice', origin };
      const { ticket } = (await server.call('POST', '/session/tickets', { key, body })).body;
      const path = `/session/ticket/exchange${method === 'GET' ? `?ticket=${ticket}` : ''}`;
      const given = method === 'POST' ? { body: { ticket } } : {};
      const { status, headers } = await server.call(method, path, { ...given, headers: { origin } });
      expect(status).toBe(200);
      return headers.get('set-cookie');
    };
    expect(await exchanged('https://www.shop.example', 'POST')).toMatch(
      /^__Host-mcpctl-session=mcps_[\w-]+; Path=\/; HttpOnly; SameSite=Lax; Secure; Max-Age=3600$/,
    );
    expect(await exchanged('https://elsewhere.example', 'POST')).toBeNull();
    expect(await exchanged('https://www.shop.example', 'GET')).toBeNull();
  });
});

describe('a page of a web app', () => {
  it('may call the routes for end users from its origin, and from no other', async (context) => {
    const server = await startServerHere(context);
    await shop(server);
    const preflight = (origin: string, path: string) =>
      server.call('OPTIONS', path, { headers: { origin, 'access-control-request-method': 'GET' } });
    const allowed = await preflight(ORIGIN, '/agent/mcp-servers');
    expect([allowed.status, allowed.headers.get('access-control-allow-origin')]).toEqual([204, ORIGIN]);
    expect(allowed.headers.get('access-control-allow-credentials')).toBeNull();
    expect((await preflight('https://evil.example', '/agent/mcp-servers')).status).toBe(403);
    expect((await preflight(ORIGIN, '/ai/agents')).status).toBe(403);
    const refused = await server.call('GET', '/agent/session', { headers: asPage });
    expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([401, ORIGIN]);
  });
});
