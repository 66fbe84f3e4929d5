import { afterEach, beforeEach, expect, it } from 'vitest';
import { createHintText } from '../../../src/cli/render/command-line.ts';
import { report } from '../../../src/cli/report.ts';
import { Refusal } from '../../../src/refusal.ts';
import { styles } from '../../../src/styles.ts';
import { AGREEING } from '../../fakes/browser.ts';
import { startConnecting } from '../../fakes/connecting.ts';
import {
  type Asked,
  approve,
  type Hostile,
  resourceMetadata,
  serverMetadata,
  startHostile,
  WELL_KNOWN,
} from '../../fakes/hostile.ts';
import { createProgram, type Program, type Run } from '../../fakes/mcpctl.ts';

// Every text that a server can put before a person, full of what moves cursors, titles and reading directions, and of
// lines that look like ours.

const EVIL =
  '\u001b]0;title\u0007\u001b[2J\u009b31m\u202eabc\u2066\u200b\u0000\rerror[bug]: forged\nerror[bug]: forged\n  next: forged';
const SCOPE = 'read\u001b[31m';

let server: Hostile;
let program: Program;
beforeEach(async () => {
  server = await startHostile();
  program = createProgram({ BROWSER: AGREEING });
});
afterEach(async () => {
  await server.close();
  program.remove();
});

/** Line breaks are ours, and so are tabs between columns; nothing else may move anything. */
async function harmless(...args: string[]): Promise<Run> {
  const run = await program.run(args);
  for (const text of [run.out, run.err]) expectHarmless(text, args.join(' '));
  expectOurs(run.err, args.join(' '));
  return run;
}

function expectHarmless(text: string, where: string): void {
  expect(text.match(/[^\P{Cc}\n\t]|[\p{Cf}\p{Zl}\p{Zp}]/u), where).toBeNull();
}

/** No line of what we say looks as if it were ours and is not. */
function expectOurs(text: string, where: string): void {
  expect(text, where).not.toMatch(/^(error\[bug\]:|\s*next:) forged/m);
}

/** An MCP server whose every word is hostile; `call` is the answer to a call. */
function words(call: object) {
  return ({ headers, body }: Asked) => {
    if (headers.authorization === undefined) {
      const challenge = `Bearer resource_metadata="${server.origin}${WELL_KNOWN.resource}"`;
      return { status: 401, headers: { 'www-authenticate': challenge }, body: EVIL };
    }
    const { id, method } = JSON.parse(body || '{}') as { id?: number; method?: string };
    if (id === undefined) return { status: 202 };
    const answer = (result: object) => ({ body: { jsonrpc: '2.0', id, result } });
    if (method === 'initialize') {
      const serverInfo = { name: EVIL, title: EVIL, version: EVIL };
      return answer({ protocolVersion: '2025-11-25', capabilities: { tools: {} }, serverInfo, instructions: EVIL });
    }
    if (method === 'tools/list') {
      const described = { description: `${EVIL}\n${EVIL}`, title: EVIL };
      const inputSchema = { type: 'object', properties: { [EVIL]: { type: 'string', description: EVIL } } };
      const tools = [
        { name: 'any', ...described, inputSchema },
        { name: EVIL, inputSchema },
        { name: 'x', inputSchema: EVIL },
      ];
      return answer({ tools });
    }
    if (method === 'tools/call') return { body: { jsonrpc: '2.0', id, ...call } };
    return { body: { jsonrpc: '2.0', id, error: { code: -32601, message: EVIL } } };
  };
}

const token = (fields: object = {}) => {
  const whose = { iss: server.origin, aud: 'registered', exp: Date.now() / 1000 + 600, sub: EVIL };
  const claims = Buffer.from(JSON.stringify({ ...whose, email: EVIL })).toString('base64url');
  const tokens = { access_token: 'good', token_type: 'Bearer', refresh_token: 'again', id_token: `e30.${claims}.x` };
  return { body: { ...tokens, scope: `${SCOPE} other\u202e`, ...fields } };
};
const refusing = { status: 400, body: { error: `invalid\u001b[0m`, error_description: EVIL, error_uri: EVIL } };

it('in tools, results, accounts, scopes and names', { timeout: 60_000 }, async () => {
  const content = [
    { type: 'text', text: EVIL },
    { type: 'resource_link', uri: EVIL, name: EVIL },
  ];
  server.set({
    '/mcp': words({ result: { content, structuredContent: { [EVIL]: EVIL } } }),
    [WELL_KNOWN.resource]: { body: { ...resourceMetadata(server.origin), scopes_supported: [SCOPE, EVIL] } },
    [WELL_KNOWN.server]: { body: { ...serverMetadata(server.origin), revocation_endpoint: `${server.origin}/revoke` } },
    '/token': token(),
    '/revoke': refusing,
  });
  await harmless('discover', server.url, '--trace');
  expect((await harmless('connect', server.url, '--name', 'srv', '--verbose')).code).toBe(0);
  for (const args of [['connect', 'srv', '--json'], ['status'], ['status', '--json'], ['doctor']]) {
    await harmless(...args);
  }
  await harmless('tools', 'srv');
  await harmless('tools', 'srv', '--json');
  expect(await harmless('call', 'srv_any')).toMatchObject({ code: 0 });
  await harmless('call', 'srv_any', '--json');
  await harmless('call', 'srv', EVIL.replace('\u0000', ''));
  await harmless('server', 'show', 'srv');
  expect((await harmless('disconnect', 'srv', '--yes')).err).toContain('could not be revoked');
});

it('in errors of a call', { timeout: 60_000 }, async () => {
  server.set({ '/mcp': words({ result: { isError: true, content: [{ type: 'text', text: EVIL }] } }) });
  expect((await harmless('connect', server.url, '--name', 'srv')).code).toBe(0);
  expect((await harmless('call', 'srv_any')).code).toBe(3);
  await harmless('call', 'srv_any', '--json');
  server.set({ '/mcp': words({ error: { code: -32000, message: EVIL, data: EVIL } }) });
  expect((await harmless('call', 'srv_any')).code).toBe(3);
});

it('in errors of the authorization server', async () => {
  const one = await startConnecting();
  server = one.server;
  const usual = {
    [WELL_KNOWN.server]: { body: serverMetadata(server.origin) },
    [WELL_KNOWN.resource]: { body: resourceMetadata(server.origin) },
    '/mcp': words({}),
    '/register': { status: 201, body: { client_id: 'registered' } },
    '/authorize': approve(),
    '/token': token(),
  };
  const failing = async (routes: Parameters<Hostile['set']>[0]) => {
    server.set({ ...usual, ...routes });
    const thrown = await one.connect().catch((refusal: unknown) => refusal);
    expect(thrown).toBeInstanceOf(Refusal);
    for (const json of [true, false]) {
      const said: string[] = [];
      const stream = { write: (text: string) => void said.push(text), isTerminal: false, columns: 80 };
      report(
        thrown,
        { out: stream, error: stream },
        {
          json,
          verbose: true,
          style: styles(false),
          text: createHintText({}),
        },
      );
      expectHarmless(said.join(''), (thrown as Refusal).code);
      expectOurs(said.join(''), (thrown as Refusal).code);
    }
  };
  await failing({ [WELL_KNOWN.server]: { body: { ...serverMetadata(server.origin), issuer: EVIL } } });
  await failing({ [WELL_KNOWN.resource]: { body: { resource: EVIL, authorization_servers: [EVIL] } } });
  await failing({ [WELL_KNOWN.resource]: { body: { resource: server.url, authorization_servers: [EVIL] } } });
  await failing({ '/register': refusing });
  await failing({ '/authorize': approve({ error: EVIL, error_description: EVIL }) });
  await failing({ '/authorize': approve({ code: 'x', iss: EVIL }) });
  await failing({ '/token': refusing });
  await failing({ '/token': token({ token_type: EVIL }) });
  await one.ports.remove();
});
