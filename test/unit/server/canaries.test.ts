import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { ROUTES } from '../../../src/server/routes.ts';
import { consentIn, cookieJar } from '../../fakes/cookie-jar.ts';
import { type Answer, type CallOptions, type ServerHere, startServerHere } from '../../fakes/server-here.ts';
import { SECRETS, startWorld, type World } from '../../fakes/world.ts';

// Every secret is looked for in every answer but the one that hands it out, in the log, in the audit, and in the database.

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

const GIVEN = {
  'fixed token': 'canary-fixed-token-1a2b3c4d',
  header: 'canary-header-5e6f7a8b',
  'client secret': SECRETS.clientSecret,
  'machine secret': SECRETS.machineSecret,
};

interface Watched {
  readonly server: ServerHere;
  /** Every answer so far, with what was asked. */
  readonly answers: { readonly asked: string; readonly text: string }[];
  readonly secrets: Map<string, string>;
  call(method: string, path: string, options?: CallOptions): Promise<Answer>;
  /** The same for an answer that hands a secret out. */
  handsOut(
    name: string,
    method: string,
    path: string,
    options: CallOptions,
    at: (body: Answer['body']) => string,
  ): Promise<string>;
}

async function watch(context: TestContext, auditArguments: boolean): Promise<Watched> {
  const secrets = new Map<string, string>(Object.entries(GIVEN));
  let count = 0;
  const sending = async (url: string, _init: RequestInit | undefined, send: () => Promise<Response>) => {
    const response = await send();
    if (!/\/(?:token|reg)$/.test(url) || !response.ok) return response;
    const text = await response.text();
    const body = JSON.parse(text);
    for (const name of ['access_token', 'refresh_token', 'registration_access_token', 'client_secret', 'id_token']) {
      if (typeof body[name] === 'string') secrets.set(`${name} ${count++}`, body[name]);
    }
    return new Response(text, { status: response.status, headers: response.headers });
  };
  const server = await startServerHere(context, { sending, auditArguments });
  const answers: Watched['answers'] = [];
  return {
    ...{ server, answers, secrets },
    async call(method, path, options) {
      const answer = await server.call(method, path, options);
      const headers = JSON.stringify([...answer.headers]);
      answers.push({ asked: `${method} ${path.split('?')[0]}`, text: `${headers}\n${answer.text}` });
      return answer;
    },
    async handsOut(name, method, path, options, at) {
      const answer = await server.call(method, path, options);
      expect(answer.status, answer.text).toBeLessThan(300);
      const secret = at(answer.body);
      const others = [...secrets].filter(([, value]) => value !== secret);
      expect(others.filter(([, value]) => answer.text.includes(value)).map(([other]) => `${other} in ${name}`)).toEqual(
        [],
      );
      secrets.set(name, secret);
      return secret;
    },
  };
}

const ORIGIN = 'https://shop.example';
const DESK = { ticket_type: 'agent_access', agent_ids: ['desk'], agent_session_identifier: 'static' };

/** Uses all that has a secret: every auth of servers, keys, tickets, sessions, links, a consent, a call of a tool. */
async function live({ server, call, handsOut, secrets }: Watched) {
  const webApp = await server.webApp('shop', [ORIGIN]);
  const owner = await server.key('owner', { webAppId: webApp.id });
  secrets.set('key of the owner', owner);
  const made = async (name: string, config: object) => {
    const answer = await call('POST', '/ai/mcp-servers', { key: owner, body: { name, config } });
    expect(answer.status, answer.text).toBe(200);
    return answer.body.id as string;
  };
  const { crm, notes } = world;
  const confidential = { type: 'oauth_authorization_code_confidential_pkce' };
  await made('fixed', {
    ...{ endpoint: notes.url, auth: { type: 'token', auth_token: GIVEN['fixed token'] } },
    headers: { 'X-Key': GIVEN.header },
  });
  const machine = { client_id: 'acme-robot', client_secret: GIVEN['machine secret'], scopes: ['contacts.read'] };
  await made('robot', { endpoint: crm.url, auth: { type: 'oauth_client_credentials', ...machine } });
  const client = { client_id: 'acme-desk', client_secret: GIVEN['client secret'] };
  await made('given', { endpoint: crm.url, auth: { ...confidential, ...client } });
  const id = await made('crm', { endpoint: crm.url, auth: confidential });
  await call('POST', '/ai/agents', { key: owner, body: { name: 'desk' } });
  await call('POST', `/ai/agents/desk/mcp-servers/${id}`, { key: owner });
  const input = { name: 'shop', role: 'web-app', web_app: webApp.id };
  const key = await handsOut('key', 'POST', '/api/v1/api-keys', { key: owner, body: input }, (body) => body.key);
  const person = { name: 'ada', role: 'member', agents: ['desk'] };
  const linkOf = (body: Answer['body']) => new URL(body.link).hash.slice(1);
  await handsOut('first link', 'POST', '/api/v1/people', { key: owner, body: person }, linkOf);
  const link = await handsOut('link', 'POST', '/api/v1/people/ada/links', { key: owner }, linkOf);
  await handsOut('login', 'POST', '/api/v1/login', { body: { link } }, (body) => body.token);
  const body = { ...DESK, actor_id: 'alice' };
  const ticket = await handsOut('ticket', 'POST', '/session/tickets', { key, body }, (made) => made.ticket);
  const exchange = { body: { ticket }, headers: { origin: ORIGIN } };
  const at = '/session/ticket/exchange';
  const session = await handsOut('session', 'POST', at, exchange, (exchanged) => exchanged.data.session_token);
  const asPage = { key: session, headers: { origin: ORIGIN } };
  const begun = await call('POST', `/agent/mcp-servers/${id}/connect?agent_name=desk`, asPage);
  const page = await consentIn(cookieJar(), begun.body.data.oauth_url);
  const code = /<output[^>]*>(\d{6})<\/output>/.exec(page.text)?.[1];
  const connects = `/agent/connects/${begun.body.data.connect_id}`;
  await call('GET', connects, asPage);
  const confirmed = await call('POST', `${connects}/confirm`, { ...asPage, body: { code } });
  expect(confirmed.body.data.status).toBe('connected');
  const tokens = '/ai/actors/alice/tokens';
  const token = await handsOut(
    'end-user token',
    'POST',
    tokens,
    { key, body: { agent_id: 'desk' } },
    (made) => made.access_token,
  );
  await callTool(server, token);
  return { owner, key, session, id };
}

async function callTool(server: ServerHere, token: string) {
  const client = new Client({ name: 'test', version: '1' });
  const requestInit = { headers: { authorization: `Bearer ${token}` } };
  await client.connect(new StreamableHTTPClientTransport(new URL(`${server.url}/mcp/desk`), { requestInit }));
  const [tool] = (await client.listTools()).tools;
  await client.callTool({ name: tool?.name ?? '', arguments: { query: 'canary-of-arguments' } }).catch(() => {});
  await client.close();
}

/** Where secrets were found that should not be there. */
async function found({ server, answers, secrets }: Watched): Promise<readonly string[]> {
  await server.stop();
  const files = ['mcpctl.db', 'mcpctl.db-wal'].map((name) => {
    try {
      return { asked: name, text: readFileSync(join(server.ports.home, 'state', name), 'latin1') };
    } catch {
      return { asked: name, text: '' };
    }
  });
  const places = [
    ...answers,
    ...files,
    { asked: 'the log', text: server.log.join('\n') },
    { asked: 'notes', text: server.ports.notes.join('\n') },
  ];
  expect(files[0]?.text.length).toBeGreaterThan(10_000);
  return places.flatMap(({ asked, text }) =>
    [...secrets].filter(([, secret]) => text.includes(secret)).map(([name]) => `${name} in ${asked}`),
  );
}

describe.each([false, true])('with arguments in the audit: %s', (auditArguments) => {
  it('no secret is in an answer, the log, the audit or the database', async (context) => {
    const watched = await watch(context, auditArguments);
    const { owner, session, id } = await live(watched);
    const { call, secrets } = watched;
    expect([...secrets.keys()].filter((name) => name.startsWith('refresh_token')).length).toBeGreaterThan(0);
    for (const { method, path } of ROUTES.filter((each) => each.method === 'GET' && !each.path.includes('ticket'))) {
      const values: Record<string, string> = {
        id: path.includes('agents') ? 'desk' : path.includes('actors') ? 'alice' : id,
        name: 'shop',
      };
      const target = path.replace(/\{(\w+)\}/g, (_all, name) => values[name] ?? 'x');
      for (const key of [owner, session]) {
        await call(method, `${target}?agent_name=desk&actor_id=alice&external_key=alice`, { key });
      }
    }
    await call('POST', '/ai/agents/desk/mcp-servers/none', { key: owner });
    await call('DELETE', `/ai/mcp-servers/${id}?dry_run=true`, { key: owner });
    await call('GET', '/metrics', { key: owner });
    expect(await found(watched)).toEqual([]);
  });
});

describe('an error', () => {
  it('repeats no secret of the body that it refuses', async (context) => {
    const watched = await watch(context, true);
    const { server, call, secrets } = watched;
    const owner = await server.key('owner');
    const canary = 'canary-in-a-bad-body-77aa';
    secrets.set('of the body', canary);
    const endpoint = world.notes.url;
    const servers: readonly unknown[] = [
      { name: 5, config: { endpoint, auth: { type: 'token', auth_token: canary } } },
      { name: 'x', config: { endpoint, auth: { type: 'token', auth_token: { value: canary } } } },
      { name: 'x', config: { endpoint, auth: { type: 'token', auth_token: [canary] } } },
      { name: 'x', config: { endpoint, auth: { type: canary, auth_token: canary } } },
      { name: 'x', config: { endpoint, auth: { type: 'token', auth_token: `env:${canary}` } } },
      { name: 'x', config: { endpoint, auth: { type: 'token', auth_token: `${canary}\n` } } },
      { name: 'x', config: { endpoint, auth: { type: 'oauth_client_credentials', client_secret: canary } } },
      { name: 'x', config: { endpoint, headers: { Authorization: canary, Host: canary } } },
      { name: 'x', config: { endpoint, headers: { 'X-Key': `${canary}\r\nX: y` } } },
      { name: 'x', config: { endpoint, headers: canary } },
      `{"name":"x","config":{"auth":{"auth_token":"${canary}"`,
    ];
    for (const body of servers) {
      const answer = await call('POST', '/ai/mcp-servers', { key: owner, body });
      expect([answer.status < 500, JSON.stringify(body)]).toEqual([true, JSON.stringify(body)]);
    }
    for (const [path, body] of [
      ['/session/ticket/exchange', { ticket: canary }],
      ['/session/ticket/exchange', { ticket: [canary] }],
      ['/session/ticket/exchange', { ticket: `mcpt_${canary}` }],
      ['/api/v1/login', { link: canary }],
      ['/api/v1/login', { link: `mcpo_${canary}` }],
      ['/api/v1/login', { link: { canary } }],
      ['/agent/connects/c_none/confirm', { code: canary }],
      ['/api/v1/connects/c_none/confirm', { code: canary }],
    ] as const) {
      const answer = await call('POST', path, { key: owner, body });
      expect([path, answer.status >= 400 && answer.status < 500]).toEqual([path, true]);
    }
    await call('GET', `/session/ticket/exchange?ticket=${canary}`);
    for (const authorization of [`Bearer ${canary}`, `Bearer mcpk_${canary}`, `Basic ${canary}`, canary]) {
      expect((await call('GET', '/ai/agents', { headers: { authorization } })).status).toBe(401);
    }
    expect(await found(watched)).toEqual([]);
  });

  it('repeats no secret that a server has sent back', async (context) => {
    const echo = createServer((request, response) => {
      const said = `${request.headers.authorization} ${request.headers['x-key']}`;
      const challenge = `Bearer error="invalid_token", error_description="${said}"`;
      response.writeHead(401, { 'www-authenticate': challenge, 'content-type': 'text/plain' }).end(said);
    });
    await new Promise<void>((listening) => echo.listen(0, '127.0.0.1', listening));
    context.onTestFinished(() => void echo.close());
    const watched = await watch(context, true);
    const { server, call } = watched;
    const owner = await server.key('owner');
    const endpoint = `http://127.0.0.1:${(echo.address() as AddressInfo).port}/mcp`;
    const auth = { type: 'token', auth_token: GIVEN['fixed token'] };
    const config = { endpoint, auth, headers: { 'X-Key': GIVEN.header } };
    const { body } = await call('POST', '/ai/mcp-servers', { key: owner, body: { name: 'echo', config } });
    await call('POST', '/ai/agents', { key: owner, body: { name: 'desk' } });
    await call('POST', `/ai/agents/desk/mcp-servers/${body.id}`, { key: owner });
    const message = (method: string, params: object) => ({ jsonrpc: '2.0', id: 1, method, params });
    const headers = { accept: 'application/json, text/event-stream', 'mcp-protocol-version': '2026-07-28' };
    await call('POST', '/mcp/desk', { key: owner, headers, body: message('tools/list', {}) });
    await call('POST', '/mcp/desk', {
      key: owner,
      headers,
      body: message('tools/call', { name: 'echo_x', arguments: {} }),
    });
    await call('POST', '/api/v1/connects', { key: owner, body: { server: 'echo' } });
    await call('GET', '/agent/mcp-servers?agent_name=desk', { key: owner });
    await call('GET', '/ai/actor-mcp-servers?actor_id=alice', { key: owner });
    expect(await found(watched)).toEqual([]);
  });
});

describe('the body of a GET, sent back as a PATCH', () => {
  it.each([
    ['/ai/agents/desk', (body: Answer['body']) => body],
    ['/api/v1/web-apps/shop', (body: Answer['body']) => body],
  ])('%s changes nothing', async (path, bodyOf) => {
    const finishing: (() => unknown)[] = [];
    const server = await startServerHere({ onTestFinished: (finish) => void finishing.push(finish as () => unknown) });
    const key = await server.key('owner');
    await server.webApp('shop', [ORIGIN], `${ORIGIN}/verify`);
    const agent = { name: 'desk', description: 'For the desk', configuration: { model: 'x', nested: { a: [1] } } };
    await server.call('POST', '/ai/agents', { key, body: agent });
    const before = (await server.call('GET', path, { key })).body;
    const patched = await server.call('PATCH', path, { key, body: bodyOf(before) });
    expect([patched.status, { ...patched.body, updated_at: before.updated_at }]).toEqual([200, before]);
    for (const finish of finishing.reverse()) await finish();
  });

  it('of a person in the list changes nothing', async (context) => {
    const server = await startServerHere(context);
    const key = await server.key('owner');
    await server.call('POST', '/api/v1/people', { key, body: { name: 'ada', role: 'member' } });
    const [ada] = (await server.call('GET', '/api/v1/people', { key })).body.people;
    const patched = await server.call('PATCH', '/api/v1/people/ada', { key, body: ada });
    expect([patched.status, patched.body]).toEqual([200, ada]);
  });

  it('with another name is refused, since a name cannot be changed', async (context) => {
    const server = await startServerHere(context);
    const key = await server.key('owner');
    await server.webApp('shop', [ORIGIN]);
    const shop = (await server.call('GET', '/api/v1/web-apps/shop', { key })).body;
    const renamed = await server.call('PATCH', '/api/v1/web-apps/shop', { key, body: { ...shop, name: 'other' } });
    expect([renamed.status, renamed.body.errors[0].pointer]).toEqual([400, '/name']);
    const byId = await server.call('PATCH', `/api/v1/web-apps/${shop.id}`, { key, body: shop });
    expect(byId.status).toBe(200);
  });
});

describe('an address that moves to another origin', () => {
  const given = () => {
    const { issuer } = world.authorizationServer;
    return {
      ...{ type: 'oauth_authorization_code_confidential_pkce', client_id: 'acme-desk' },
      client_secret: GIVEN['client secret'],
      ...{ auth_url: `${issuer}/auth`, token_url: `${issuer}/token`, register_url: `${issuer}/reg` },
    };
  };

  it.for(['token_url', 'auth_url', 'register_url'] as const)(
    '%s takes no client secret along',
    async (field, context) => {
      const watched = await watch(context, false);
      const { server, call } = watched;
      const key = await server.key('owner');
      const config = { endpoint: world.crm.url, auth: given() };
      const { body } = await call('POST', '/ai/mcp-servers', { key, body: { name: 'crm', config } });
      const path = `/ai/mcp-servers/${body.id}`;
      const issuer = new URL(world.authorizationServer.issuer);
      const moved = `http://localhost:${issuer.port}${new URL(given()[field]).pathname}`;
      const patch = { config: { auth: { [field]: moved } } };
      const asked = await call('PATCH', path, { key, body: patch });
      expect([asked.status, asked.body.code]).toEqual([409, 'confirmation-needed']);
      expect(JSON.stringify(asked.body.details.consequences)).toContain('client_secret');
      const done = await call('PATCH', `${path}?confirm=${asked.body.details.digest}`, { key, body: patch });
      const [provider] = await server.ports.state.read((tables) => tables.providers.list('default'));
      if (done.status === 200)
        expect([done.body.has_client_secret, provider?.clientSecret]).toEqual([false, undefined]);
      else
        expect([done.status, (await call('GET', path, { key })).body.config.auth[field]]).toEqual([
          422,
          given()[field],
        ]);
      expect(await found(watched)).toEqual([]);
    },
  );

  it('the endpoint takes no token, no header and no client secret along', async (context) => {
    const watched = await watch(context, false);
    const { server, call } = watched;
    const key = await server.key('owner');
    const config = {
      endpoint: world.notes.url,
      auth: { type: 'token', auth_token: GIVEN['fixed token'] },
      headers: { 'X-Key': GIVEN.header },
    };
    const { body } = await call('POST', '/ai/mcp-servers', { key, body: { name: 'notes', config } });
    const path = `/ai/mcp-servers/${body.id}`;
    const patch = { config: { endpoint: world.notes.url.replace('127.0.0.1', 'localhost') } };
    const asked = await call('PATCH', path, { key, body: patch });
    expect(asked.body.details.consequences).toEqual([
      { kind: 'secrets-dropped', of: 'notes', secrets: ['auth_token', 'headers/X-Key'] },
    ]);
    expect((await call('PATCH', `${path}?confirm=${'0'.repeat(64)}`, { key, body: patch })).status).toBe(409);
    const done = await call('PATCH', `${path}?confirm=${asked.body.details.digest}`, { key, body: patch });
    expect(done.body).toMatchObject({ has_auth_token: false, header_names: [] });
    const [row] = await server.ports.state.read((tables) => tables.servers.list('default'));
    expect([row?.token, row?.headers]).toEqual([undefined, undefined]);
    expect(await found(watched)).toEqual([]);
  });

  it('a server that leads to another authorization server takes no client secret along, and asks', async (context) => {
    const other = await startWorld();
    context.onTestFinished(() => other.close());
    const watched = await watch(context, false);
    const { server, call } = watched;
    const key = await server.key('owner');
    const { type, client_id, client_secret } = given();
    const config = { endpoint: world.crm.url, auth: { type, client_id, client_secret } };
    const { body } = await call('POST', '/ai/mcp-servers', { key, body: { name: 'crm', config } });
    const path = `/ai/mcp-servers/${body.id}`;
    const patch = { config: { endpoint: other.crm.url } };
    const asked = await call('PATCH', path, { key, body: patch });
    expect([asked.status, asked.body.details?.consequences]).toEqual([
      409,
      [{ kind: 'secrets-dropped', of: 'crm', secrets: ['client_secret'] }],
    ]);
    const done = await call('PATCH', `${path}?confirm=${asked.body.details.digest}`, { key, body: patch });
    expect([done.status, done.body.has_client_secret]).toEqual([200, false]);
    expect(await found(watched)).toEqual([]);
  });
});
