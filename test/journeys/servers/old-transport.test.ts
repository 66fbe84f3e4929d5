import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from '@modelcontextprotocol/client';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AGREEING } from '../../fakes/browser.ts';
import { type RunningGateway, startGateway } from '../../fakes/gateway.ts';
import { createProgram, type Program } from '../../fakes/mcpctl.ts';
import { type OldServer, startOldServer } from '../../fakes/old-server.ts';
import { crmTools, echo } from '../../fakes/tools.ts';
import { CRM_SCOPES, startWorld, type World } from '../../fakes/world.ts';

/** The requests of a session of which is known what its server speaks, without those of its tools. */
const KNOWN = ['GET /mcp', 'POST /messages', 'POST /messages'];
const PROBED = ['POST /mcp', 'POST /mcp', ...KNOWN];

let world: World;
let open: OldServer;
let guarded: OldServer;
let program: Program;
beforeAll(async () => {
  world = await startWorld();
  open = await startOldServer({ tools: [{ ...echo, progress: ['half way'] }] });
  const { issuer } = world.authorizationServer;
  guarded = await startOldServer({
    tools: crmTools,
    protection: { kind: 'oauth', issuer, scopes: CRM_SCOPES.slice(0, 1) },
  });
  world.authorizationServer.addResource(guarded.url, CRM_SCOPES);
});
afterAll(() => Promise.all([world, open, guarded].map(({ close }) => close())));
beforeEach(() => {
  program = createProgram({ BROWSER: AGREEING });
  open.asked();
  guarded.asked();
});
afterEach(() => program.remove());

async function succeeded(...args: readonly string[]) {
  const run = await program.run(args);
  expect(run.code, run.err).toBe(0);
  return run;
}

describe('a server of 2024-11-05 without authorization', () => {
  it('is discovered, with its name', async () => {
    const { out } = await succeeded('discover', open.url);
    expect(out).toContain('HTTP+SSE');
    expect((await succeeded('discover', open.url, '--json')).json()).toMatchObject({
      requires_auth: false,
      recommended_auth_mode: 'none',
      transport: 'http+sse',
      server_info: { name: 'Old' },
    });
  });

  it('is connected, listed and called, and found out once', async () => {
    await succeeded('connect', open.url, '--name', 'old');
    open.asked();
    expect((await succeeded('tools', 'old')).out).toContain('old_echo');
    expect(open.asked()).toEqual([...KNOWN, 'POST /messages']);
    const { out } = await succeeded('call', 'old', 'echo', 'text=hello');
    expect(out).toContain('hello');
    expect(open.asked()).toEqual([...KNOWN, 'POST /messages']);
  });

  it('is imported from the configuration of a client', async () => {
    const configuration = { mcpServers: { old: { type: 'sse', url: open.url } } };
    writeFileSync(join(program.home, '.mcp.json'), JSON.stringify(configuration));
    await succeeded('import', 'claude-code', '--yes');
    expect((await succeeded('call', 'old', 'echo', 'text=imported')).out).toContain('imported');
  });
});

describe('a server of 2024-11-05 with OAuth', () => {
  it('is discovered by its challenge', async () => {
    expect((await succeeded('discover', guarded.url, '--json')).json()).toMatchObject({
      requires_auth: true,
      issuer: world.authorizationServer.issuer,
      resource: guarded.url,
    });
  });

  it('gets its token on the stream and with each message', async () => {
    await succeeded('connect', guarded.url, '--name', 'old');
    const before = guarded.authorizations.length;
    expect((await succeeded('call', 'old', 'search', 'query=turin')).out).toContain('Menabrea');
    const sent = guarded.authorizations.slice(before);
    expect(sent.length).toBeGreaterThan(3);
    expect(new Set(sent).size).toBe(1);
    expect(sent[0]).toMatch(/^Bearer .{16}/);
  });

  it('leads to a consent when it was made without authorization', async () => {
    await succeeded('server', 'create', 'old', guarded.url, '--auth', 'none');
    const refused = await program.run(['tools', 'old']);
    expect(refused.err).toContain('mcpctl connect old');
    await succeeded('connect', 'old');
    expect((await succeeded('tools', 'old')).out).toContain('old_search');
  });
});

describe('a server of 2024-11-05 behind the gateway', () => {
  let gateway: RunningGateway;
  let client: Client;
  beforeEach(async () => {
    await succeeded('connect', open.url, '--name', 'old');
    await succeeded('connect', guarded.url, '--name', 'guarded');
    gateway = await startGateway(program);
    open.asked();
  });
  afterEach(async () => {
    await client.close();
    await gateway.stop();
  });

  it.each(['legacy', 'auto'] as const)('serves a client of mode %s', async (mode) => {
    client = await gateway.connect({ mode });
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(expect.arrayContaining(['old_echo', 'guarded_search']));
    const seen: unknown[] = [];
    const onprogress = ({ message }: { message?: string }) => void seen.push(message);
    const result = await client.callTool({ name: 'old_echo', arguments: { text: 'hello' } }, { onprogress });
    expect(result.content).toEqual([{ type: 'text', text: 'hello' }]);
    expect(seen).toEqual(['half way']);
    const found = await client.callTool({ name: 'guarded_search', arguments: { query: 'turin' } });
    expect(JSON.stringify(found.content)).toContain('Menabrea');
  });

  it('gets a new session when its stream has ended, without a second look for what it speaks', async () => {
    client = await gateway.connect();
    await client.callTool({ name: 'old_echo', arguments: { text: 'one' } });
    expect(open.asked()).toEqual(expect.arrayContaining(PROBED));
    open.restart();
    await expect.poll(() => open.sessions().length).toBe(1);
    const result = await client.callTool({ name: 'old_echo', arguments: { text: 'two' } });
    expect(result.content).toEqual([{ type: 'text', text: 'two' }]);
    expect(open.asked()).not.toContain('POST /mcp');
  });
});
