import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { systemClock } from '../../../src/adapters/clock.ts';
import { openSqliteState } from '../../../src/adapters/sqlite.ts';
import { createSecrets } from '../../../src/adapters/vault.ts';
import { tokenContext } from '../../../src/tokens/associated-data.ts';
import { AGREEING } from '../../fakes/browser.ts';
import { answerOf } from '../../fakes/connecting.ts';
import { expireTokens } from '../../fakes/expire.ts';
import {
  type Asked,
  approve,
  type Hostile,
  mcp,
  resourceMetadata,
  serverMetadata,
  startHostile,
  WELL_KNOWN,
} from '../../fakes/hostile.ts';
import { type LeakWatch, watchForLeaks } from '../../fakes/leaks.ts';
import { createProgram, MASTER_KEY, type Program, type Run } from '../../fakes/mcpctl.ts';

// Every kind of secret that the program ever holds, and servers that repeat them wherever they can. None of them is
// found again: in no file, no database, no log, no output and no process's arguments.

const canaries = new Map<string, string>([['the master key', MASTER_KEY]]);
function canary(what: string): string {
  const secret = canaries.get(what) ?? `canary${randomUUID().replaceAll('-', '')}`;
  canaries.set(what, secret);
  return secret;
}

const GIVEN = {
  CLIENT: canary('a given client secret'),
  FIXED: canary('a fixed token'),
  HEADER: canary('a header'),
  ASSERTION: canary('an assertion'),
};

let server: Hostile;
let program: Program;
let watch: LeakWatch;
beforeEach(async () => {
  server = await startHostile();
  program = createProgram({ BROWSER: AGREEING, ...GIVEN });
  watch = watchForLeaks();
});
afterEach(async () => {
  watch.stop();
  await server.close();
  program.remove();
});

async function heard(...args: string[]): Promise<Run> {
  const run = await program.run(args);
  watch.hear(args.join(' '), run.out + run.err);
  return run;
}

async function succeed(...args: string[]): Promise<Run> {
  const run = await heard(...args);
  expect(run.code, run.err).toBe(0);
  return run;
}

/** An MCP server with one tool that repeats what it was sent, */
function repeating(accepts: readonly string[]) {
  return (one: Asked) => {
    const { id, method } = JSON.parse(one.body || '{}') as { id?: number; method?: string };
    const usual = answerOf(mcp(server.origin, accepts), one);
    if (usual.status === 401) return usual;
    const said = JSON.stringify(one.headers);
    if (method === 'tools/list') {
      const tools = [{ name: 'repeat', inputSchema: { type: 'object' } }];
      return { body: { jsonrpc: '2.0', id, result: { tools } } };
    }
    if (method === 'tools/call')
      return { body: { jsonrpc: '2.0', id, result: { content: [{ type: 'text', text: said }] } } };
    return usual;
  };
}

const token = (name: string, fields: object = {}) => ({
  body: {
    access_token: canary(`an access token (${name})`),
    refresh_token: canary(`a refresh token (${name})`),
    id_token: `e30.${Buffer.from('{"email":"ada@example.com"}').toString('base64url')}.${canary(`an ID token (${name})`)}`,
    token_type: 'Bearer',
    expires_in: 3600,
    ...fields,
  },
});
const bearer = (name: string) => `Bearer ${canary(`an access token (${name})`)}`;

it('at least twelve kinds of secrets are in nothing that anybody can read', { timeout: 120_000 }, async () => {
  const { origin } = server;
  const endpoints = { device_authorization_endpoint: `${origin}/device`, revocation_endpoint: `${origin}/revoke` };
  server.set({
    [WELL_KNOWN.server]: { body: { ...serverMetadata(origin), ...endpoints } },
    '/authorize': approve({ code: canary('a code') }),
    '/register': {
      status: 201,
      body: {
        client_id: 'registered',
        client_secret: canary('a registered client secret'),
        registration_access_token: canary('a registration token'),
        registration_client_uri: `${origin}/client`,
      },
    },
    '/device': {
      body: {
        device_code: canary('a device code'),
        user_code: 'ABCD',
        verification_uri: `${origin}/verify`,
        interval: 0.01,
      },
    },
    '/revoke': ({ body }) => ({ status: 400, body: { error: 'nope', error_description: body } }),
  });

  // A given client, with tokens that are bound to a key.
  const bound = { ...resourceMetadata(origin), dpop_bound_access_tokens_required: true };
  server.set({
    [WELL_KNOWN.resource]: { body: bound },
    '/token': token('given', { token_type: 'DPoP' }),
    '/mcp': repeating([bearer('given').replace('Bearer', 'DPoP')]),
  });
  await succeed(
    'connect',
    server.url,
    '--name',
    'given',
    '--client-id',
    'mine',
    '--client-secret',
    'env:CLIENT',
    '--verbose',
  );
  expect((await succeed('call', 'given_repeat', '--json')).out).toContain('[secret]');
  await dpopCanary();

  // A renewal that is refused, with all that was sent in the words of the refusal.
  await expireTokens(program.home);
  const refusing = (one: Asked) => {
    const error_description = `${one.body} ${JSON.stringify(one.headers)} ${canary('a given client secret')}`;
    return { status: 400, body: { error: 'invalid_grant', error_description } };
  };
  server.set({ '/token': refusing, [WELL_KNOWN.resource]: { body: resourceMetadata(origin) } });
  expect((await heard('token', 'given')).code).toBe(4);
  await heard('status', '--json');
  canaries.set('the credentials of a given client', btoa(`mine:${GIVEN.CLIENT}`));
  await succeed('server', 'delete', 'given', '--yes');

  // A registered client, by a code on another device; then renewed.
  server.set({ '/token': token('registered'), '/mcp': repeating([bearer('registered'), bearer('renewed')]) });
  await succeed('connect', server.url, '--name', 'registered', '--device', '--verbose');
  await expireTokens(program.home);
  server.set({ '/token': token('renewed') });
  await succeed('call', 'registered_repeat', '--verbose');
  await succeed('connect', 'registered', '--json');
  await succeed('server', 'delete', 'registered', '--yes');

  // A token that never changes, and a header; then nobody at all.
  server.set({ '/mcp': repeating([`Bearer ${GIVEN.FIXED}`]) });
  const made = ['fixed', server.url, '--auth', 'token', '--token', 'env:FIXED', '--header', 'X-Key=env:HEADER'];
  await succeed('server', 'create', ...made);
  expect((await succeed('call', 'fixed_repeat', '--verbose')).out).toContain('[secret]');
  server.set({ '/token': token('asserted'), '/mcp': repeating([bearer('asserted')]) });
  await succeed('server', 'delete', 'fixed', '--yes');
  await succeed('connect', server.url, '--name', 'robot', '--client-id', 'robot', '--assertion', 'env:ASSERTION');

  canaries.set('the token of the gateway', (await program.run(['gateway', '--show-token'])).out.trim());
  for (const one of server.asked) {
    const form = new URLSearchParams(one.body);
    if (form.has('code_verifier')) canaries.set('a code verifier', String(form.get('code_verifier')));
    if (one.query.has('state')) canaries.set('a state', String(one.query.get('state')));
  }
  expect(canaries.size).toBeGreaterThanOrEqual(12);
  // Each of those that leave at all did leave: what is looked for was there to be found.
  const sent = server.asked.map(({ headers, body }) => `${JSON.stringify(headers)} ${decodeURIComponent(body)}`).join();
  for (const what of [
    'a header',
    'a fixed token',
    'an assertion',
    'a device code',
    'a code',
    'a refresh token (registered)',
  ]) {
    expect(sent, what).toContain(canary(what));
  }
  expect(watch.leaks(canaries.values(), program.home)).toEqual([]);

  /** The private key is made by the program, so it is read where it is sealed. */
  async function dpopCanary() {
    const state = await openSqliteState({ home: `${program.home}/state`, clock: systemClock });
    const secrets = createSecrets(async () => Buffer.from(MASTER_KEY, 'base64'));
    const [connection] = await state.read((tables) => tables.connections.list('default'));
    const [provider] = await state.read((tables) => tables.providers.list('default'));
    await state.close();
    if (!connection?.dpopKey || !provider) throw new Error('There is no key.');
    const jwk = await secrets.open(connection.dpopKey, tokenContext(connection, provider, 'dpop_key'));
    canaries.set('a private key', JSON.parse(jwk.reveal()).d);
  }
});
