/**
 * Every route of the list, asked by everybody who may not: the documented status and body, and nothing changes. Whether a
 * role may do something is in test/unit/operations/rights.test.ts; here it is what HTTP makes of that.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROLES, rightsOfEndUser, rightsOfRole } from '../../../src/identity/roles.ts';
import { provesItself } from '../../../src/operations/perform.ts';
import type { Role } from '../../../src/records-of-callers.ts';
import type { AnyRoute } from '../../../src/server/route.ts';
import { ROUTES } from '../../../src/server/routes.ts';
import { faultsOfError } from '../../fakes/error-body.ts';
import { type Answer, type ServerHere, startServerHere } from '../../fakes/server-here.ts';
import { changedRows, storedRows } from '../../fakes/stored-rows.ts';
import { startWorld, type World } from '../../fakes/world.ts';

const finishing: (() => unknown)[] = [];
let world: World;
let server: ServerHere;
/** Bearers by who shows them. */
const keys: Record<string, string> = {};
/** What the routes are about: ids of this project, of the web app `shop` and of its end user alice. */
const things: Record<string, string> = {};

const SHOP = 'https://shop.example';

async function made(path: string, key: string | undefined, body?: unknown): Promise<Answer['body']> {
  const answer = await server.call('POST', path, { ...(key && { key }), body });
  if (answer.status >= 300) throw new Error(`${path}: ${answer.text}`);
  return answer.body;
}

const ticketFor = (actor: string) => ({
  ticket_type: 'agent_access',
  agent_ids: ['desk'],
  agent_session_identifier: 'static',
  actor_id: actor,
});

async function sessionOf(actor: string, key: string): Promise<string> {
  const { ticket } = await made('/session/tickets', key, ticketFor(actor));
  return (await made('/session/ticket/exchange', undefined, { ticket })).data.session_token;
}

beforeAll(async () => {
  world = await startWorld();
  server = await startServerHere({ onTestFinished: (finish) => void finishing.push(finish as () => unknown) });
  const now = Date.now();
  const project = { name: 'other', createdAt: now };
  await server.ports.state.write((tables) => tables.projectRows.save(project));
  const shop = await server.webApp('shop', [SHOP], `${SHOP}/verify`);
  const market = await server.webApp('market', ['https://market.example']);
  const foreign = { ...shop, id: server.ports.identifiers.next(), project: 'other', name: 'foreign' };
  await server.ports.state.write((tables) => tables.webApps.save(foreign));
  for (const role of ROLES) {
    keys[role] = await server.key(role, { webAppId: shop.id });
    keys[`other project, ${role}`] = await server.key(role, { project: 'other', webAppId: foreign.id });
  }
  keys['other web app'] = await server.key('web-app', { webAppId: market.id });
  keys['other web app, owner'] = await server.key('owner', { webAppId: market.id });
  keys.expired = await server.key('owner', { expiresAt: now - 1000 });
  keys.revoked = await server.key('owner');
  keys['other agents, owner'] = await server.key('owner', { webAppId: shop.id, agents: ['other'] });
  keys.unknown = `mcpk_${'u'.repeat(43)}`;
  await revoke(keys.revoked);
  const { owner } = keys;
  const crm = await made('/ai/mcp-servers', owner, {
    name: 'crm',
    config: { endpoint: world.crm.url, auth: { type: 'oauth_authorization_code_public_pkce' } },
  });
  const desk = await made('/ai/agents', owner, { name: 'desk' });
  await made(`/ai/agents/desk/mcp-servers/${crm.id}`, owner);
  await made('/api/v1/people', owner, { name: 'ada', role: 'member', agents: ['desk'] });
  await made('/ai/actors', keys['web-app'], { subject_type: 'user', external_key: 'alice' });
  keys['session of alice'] = await sessionOf('alice', keys['web-app'] ?? '');
  keys['session of bob'] = await sessionOf('bob', keys['web-app'] ?? '');
  keys['token of an end user'] = (
    await made('/ai/actors/alice/tokens', keys['web-app'], { agent_id: 'desk' })
  ).access_token;
  const begun = await made(`/agent/mcp-servers/${crm.id}/connect?agent_name=desk`, keys['session of alice']);
  const job = { id: server.ports.identifiers.next(), project: 'default', user: 'ada', operation: 'actor.delete' };
  await server.ports.state.write((tables) =>
    tables.jobs.save({ ...job, status: 'running', done: 0, total: 200, createdAt: now }),
  );
  Object.assign(things, { crm: crm.id, desk: desk.id, connect: begun.data.connect_id, job: job.id, shop: shop.id });
}, 60_000);

afterAll(async () => {
  for (const finish of finishing.reverse()) await finish();
  await world.close();
});

async function revoke(key: string) {
  await server.ports.state.write(async (tables) => {
    const row = (await tables.apiKeys.list('default')).find(({ id }) => key.includes(id));
    if (row) await tables.apiKeys.save({ ...row, revokedAt: Date.now() });
  });
}

/** The address of a route about the things of this project. */
function addressOf({ path }: AnyRoute): string {
  const values: Record<string, string | undefined> = {
    ...{ id: things.crm, serverId: things.crm, agent: 'desk', name: 'ada' },
    ...(path.startsWith('/ai/agents') && { id: things.desk }),
    ...(path.startsWith('/ai/actors') && { id: 'alice' }),
    ...(path.includes('/connects/') && { id: things.connect }),
    ...(path.includes('/jobs/') && { id: things.job }),
    ...(path.includes('/web-apps/') && { name: 'shop' }),
    ...(path.includes('/projects/') && { name: 'default' }),
    ...(path.includes('/api-keys/') && { name: idIn(keys.builder ?? '') }),
  };
  return `${path.replace(/\{(\w+)\}/g, (_all, name) => encodeURIComponent(values[name] ?? ''))}${queryOf(path)}`;
}

function queryOf(path: string): string {
  if (path.startsWith('/agent/mcp-servers')) return '?agent_name=desk';
  if (path.startsWith('/ai/actor-mcp-servers')) return '?actor_id=alice';
  if (path === '/ai/actors/lookup') return '?external_key=alice';
  return path === '/session/ticket/exchange' ? '?ticket=mcpt_none' : '';
}

const idIn = (key: string) => key.slice('mcpk_'.length, -20);

/** A body that would be good. */
const BODIES: Readonly<Record<string, () => object>> = {
  DiscoverInput: () => ({ endpoint: world.notes.url }),
  ServerInput: () => ({ name: 'more', config: { endpoint: world.notes.url } }),
  AgentInput: () => ({ name: 'more' }),
  AgentPatch: () => ({ description: 'changed' }),
  ServerPatch: () => ({ config: { auth: { scopes: ['contacts.write'] } } }),
  ActorInput: () => ({ subject_type: 'user', external_key: 'alice', display_name: 'changed' }),
  EndUserTokenInput: () => ({ agent_id: 'desk' }),
  TicketInput: () => ticketFor('alice'),
  ExchangeInput: () => ({ ticket: 'mcpt_none' }),
  LinkInput: () => ({ link: 'mcpo_none' }),
  ConfirmInput: () => ({ code: '000000' }),
  ConfirmForActorInput: () => ({ actor_id: 'alice' }),
  ApiKeyInput: () => ({ name: 'more', role: 'web-app' }),
  WebAppInput: () => ({ name: 'more' }),
  WebAppPatch: () => ({ origins: [] }),
  PersonInput: () => ({ name: 'more', role: 'member' }),
  PersonPatch: () => ({ role: 'auditor' }),
  PeopleInput: () => ({ people: ['ada'] }),
  ProjectInput: () => ({ name: 'more' }),
  BeginConnectInput: () => ({ server: 'crm' }),
};

function ask(each: AnyRoute, who: string | undefined, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
  const key = who === undefined ? undefined : keys[who];
  const body = each.body && (BODIES[each.body] ?? (() => ({})))();
  return server.call(each.method, addressOf(each), { ...(key && { key }), ...(body && { body }), headers });
}

const titled = ROUTES.map((each) => [`${each.method} ${each.path}`, each] as const);
const closed = titled.filter(([, { operation }]) => !provesItself(operation.right));

interface Wanted {
  readonly status: number;
  readonly code: string;
}

/** Asks as each of them, and compares the state afterwards. */
async function refuses(each: AnyRoute, callers: readonly (string | undefined)[], wanted: Wanted) {
  const before = storedRows(server.ports.home);
  const answers = await Promise.all(callers.map((who) => ask(each, who)));
  const seen = answers.map((answer, at) => ({
    who: callers[at] ?? 'nobody',
    ...{ status: answer.status, code: answer.body?.code, faults: faultsOfError(answer) },
  }));
  expect(seen).toEqual(callers.map((who = 'nobody') => ({ who, ...wanted, faults: [] })));
  expect(changedRows(before, storedRows(server.ports.home))).toEqual([]);
  return answers;
}

describe('whoever is not known', () => {
  it.each(closed)('%s: 401, with the reason', async (_title, each) => {
    const answers = await refuses(each, [undefined, 'unknown', 'revoked', 'expired'], UNKNOWN);
    const reasons = answers.map(({ body }) => body.details.reason);
    expect(reasons).toEqual([undefined, 'unknown', 'revoked', 'expired']);
  });

  it.each(titled.filter((row) => !closed.includes(row)))(
    '%s: what the body holds is all that counts',
    async (_title, each) => {
      await refuses(each, [undefined, 'unknown', 'owner'], { status: 404, code: 'link-used' });
    },
  );
});

const UNKNOWN = { status: 401, code: 'unauthenticated' };
const MISSING = { status: 403, code: 'right-missing' };
const NOT_FOUND = { status: 404, code: expect.stringMatching(/-unknown$|^not-found$/) as unknown as string };

describe('whoever lacks the right', () => {
  const lacking = ({ operation: { right } }: AnyRoute): readonly string[] => {
    if (provesItself(right)) return [];
    const roles = ROLES.filter((role: Role) => !rightsOfRole(role).has(right));
    const session = rightsOfEndUser('session').has(right) ? [] : ['session of alice'];
    const token = rightsOfEndUser('token').has(right) ? [] : ['token of an end user'];
    return [...roles, ...session, ...token];
  };

  it.each(closed)('%s: 403 with its name', async (_title, each) => {
    const answers = await refuses(each, lacking(each), MISSING);
    for (const { body } of answers) expect(body.details).toEqual({ right: each.operation.right });
  });
});

/** Routes about one thing of the project. */
const ofOneThing = closed.filter(([, { path }]) => path.includes('{'));

describe('whoever is of another project', () => {
  // An end user of another web app may be called alice as well, so these answer for that one.
  const OF_NO_THING = ['/ai/actors/{id}/tokens'];
  const rows = ofOneThing.filter(([, { path }]) => !OF_NO_THING.includes(path));

  it.each(rows)('%s: 404, as if it did not exist', async (_title, each) => {
    const right = each.operation.right as never;
    const able = ROLES.filter((role: Role) => rightsOfRole(role).has(right)).map((role) => `other project, ${role}`);
    await refuses(each, able, NOT_FOUND);
  });

  it('gets no ticket, no token and no key for agents of this one', async () => {
    const key = keys['other project, owner'] ?? '';
    const before = storedRows(server.ports.home);
    const answers = await Promise.all([
      server.call('POST', '/session/tickets', { key, body: ticketFor('alice') }),
      server.call('POST', '/session/tickets', { key, body: { ...ticketFor('alice'), agent_ids: [things.desk] } }),
      server.call('POST', '/ai/actors/alice/tokens', { key, body: { agent_id: things.desk } }),
      server.call('POST', '/api/v1/api-keys', { key, body: { name: 'x', role: 'member', agents: ['desk'] } }),
      server.call('POST', '/api/v1/api-keys', { key, body: { name: 'x', role: 'member', web_app: things.shop } }),
      server.call('POST', '/api/v1/people', { key, body: { name: 'x', role: 'member', agents: ['desk'] } }),
      server.call('POST', '/api/v1/connects', { key, body: { server: 'crm' } }),
      server.call('POST', '/api/v1/connects', { key, body: { server: things.crm } }),
    ]);
    expect(answers.map((answer) => [answer.status, ...faultsOfError(answer)])).toEqual(answers.map(() => [404]));
    expect(changedRows(before, storedRows(server.ports.home))).toEqual([]);
  });

  it('sees nothing of this one in a list', async () => {
    const lists = closed.filter(([, { method, path }]) => method === 'GET' && !/\{|lookup/.test(path));
    const names = [things.crm, things.desk, things.shop, world.crm.url, '"ada"', '"alice"', '"bob"'].map(String);
    for (const [title, each] of lists) {
      const { path } = each;
      const { status, text } = await ask(each, 'other project, owner');
      // The audit of another project has what it has asked for itself, and was refused.
      const found = path.includes('/audit') ? othersIn(text) : names.filter((name) => text.includes(name));
      expect([title, status < 500, found]).toEqual([title, true, []]);
    }
  });
});

/** Who is in rows of the audit, besides the keys of the other project. */
function othersIn(text: string): readonly string[] {
  const own = Object.entries(keys).flatMap(([who, key]) => (who.startsWith('other project') ? [idIn(key)] : []));
  const rows: { readonly principal: string }[] = JSON.parse(text).rows;
  expect(rows.length).toBeGreaterThan(0);
  return rows.map(({ principal }) => principal).filter((name) => !own.some((id) => name.includes(id)));
}

describe('a key of another web app', () => {
  it('sees and deletes no end user of this one, and none of its consents', async () => {
    const about = [
      ...['GET /ai/actors/{id}', 'DELETE /ai/actors/{id}', 'GET /ai/actors/lookup'],
      ...['GET /api/v1/connects/{id}', 'POST /api/v1/connects/{id}/confirm'],
      ...['GET /agent/connects/{id}', 'POST /agent/connects/{id}/confirm'],
    ];
    for (const [, each] of titled.filter(([title]) => about.includes(title))) {
      await refuses(each, ['other web app', 'other web app, owner'], { status: 404, code: 'not-found' });
    }
  });

  it('lists only its own, and makes no key for this one', async () => {
    const key = keys['other web app, owner'] ?? '';
    const list = await server.call('GET', '/ai/actors', { key });
    expect(list.body.data).toEqual([]);
    const body = { name: 'x', role: 'web-app', web_app: 'shop' };
    expect((await server.call('POST', '/api/v1/api-keys', { key, body })).status).toBe(404);
  });
});

describe('a key of other agents', () => {
  it.each(ofOneThing.filter(([, { path }]) => /agents\//.test(path)))(
    '%s: 404, as if the agent did not exist',
    async (_title, each) => {
      await refuses(each, ['other agents, owner'], NOT_FOUND);
    },
  );

  it('gets no ticket, no token, no session list and no key for the agent', async () => {
    const key = keys['other agents, owner'] ?? '';
    const answers = await Promise.all([
      server.call('POST', '/session/tickets', { key, body: ticketFor('alice') }),
      server.call('POST', '/ai/actors/alice/tokens', { key, body: { agent_id: 'desk' } }),
      server.call('POST', '/api/v1/api-keys', { key, body: { name: 'x', role: 'member', agents: ['desk'] } }),
      server.call('POST', '/api/v1/people', { key, body: { name: 'x', role: 'member', agents: ['desk'] } }),
      server.call('POST', '/api/v1/connects', { key, body: { server: 'crm', agent: 'desk' } }),
      server.call('GET', '/agent/mcp-servers?agent_name=desk', { key }),
      server.call('POST', `/agent/mcp-servers/${things.crm}/connect?agent_name=desk`, { key }),
      server.call('POST', '/mcp/desk', { key, body: {} }),
    ]);
    expect(answers.map((answer) => [answer.status, ...faultsOfError(answer)])).toEqual(answers.map(() => [404]));
    expect((await server.call('GET', '/ai/agents', { key })).body.data).toEqual([]);
  });
});

describe('the session of another end user', () => {
  it('sees no consent of this one, and confirms none', async () => {
    const about = ['GET /agent/connects/{id}', 'POST /agent/connects/{id}/confirm'];
    const ours = ['GET /api/v1/connects/{id}', 'POST /api/v1/connects/{id}/confirm'];
    for (const [, each] of titled.filter(([title]) => [...about, ...ours].includes(title))) {
      await refuses(each, ['session of bob'], { status: 404, code: 'not-found' });
    }
  });
});

describe('the page of another origin', () => {
  it.each(closed)('%s: 403 for the session of this one', async (_title, each) => {
    for (const origin of ['https://evil.example', 'null', `${SHOP}.evil.example`, SHOP.toUpperCase()]) {
      const answer = await ask(each, 'session of alice', { origin });
      expect([answer.status, answer.body.code, faultsOfError(answer)]).toEqual([403, 'origin-refused', []]);
      expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    }
  });
});
