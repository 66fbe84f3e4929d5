import type { ChildProcess } from 'node:child_process';
import type { ServerResponse } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AGREEING } from '../../fakes/browser.ts';
import { connectTo, said } from '../../fakes/gateway.ts';
import { type Hostile, startHostile } from '../../fakes/hostile.ts';
import { putApp } from '../../fakes/installed.ts';
import { createProgram, type Program } from '../../fakes/mcpctl.ts';
import { needsPostgres } from '../../fakes/needs.ts';
import { type Postgres, startPostgres } from '../../fakes/postgres.ts';
import { type Message, type ScriptedServer, startScriptedServer } from '../../fakes/scripted-server.ts';

// SIGTERM is how a service manager ends a gateway: what is under way is finished, and nothing new begins.

let program: Program;
afterEach(() => program.remove());

const ended = (child: ChildProcess) =>
  new Promise((done) => child.once('close', (code, signal) => done(code ?? signal)));

interface Waiting {
  readonly response: ServerResponse;
  readonly asked: Message;
}

function deferred<T>() {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

describe.each(['legacy', 'modern'] as const)('a gateway with a call to a %s server under way', (era) => {
  let server: ScriptedServer;
  let child: ChildProcess;
  let url: string;
  let call: Promise<unknown>;
  let waiting: Promise<Waiting>;

  beforeEach(async () => {
    const seen = deferred<Waiting>();
    waiting = seen.promise;
    server = await startScriptedServer({
      era,
      ttlMs: 60_000,
      tools: [{ name: 'wait', inputSchema: { type: 'object' } }],
      lies: { 'tools/call': (response, asked) => seen.resolve({ response, asked }) },
    });
    program = createProgram();
    await putApp(program.home, 'office', [{ id: 'crm', url: server.url }]);
    child = program.start(['gateway', '--http', '0']);
    url = await said(child, /Serving on (\S+)/);
    const token = (await program.run(['gateway', '--show-token'])).out.trim();
    const client = await connectTo({ url, token, mode: era === 'legacy' ? 'legacy' : { pin: '2026-07-28' } });
    await client.listTools();
    call = client.callTool({ name: 'crm_wait', arguments: {} });
    call.catch(() => {});
  });
  afterEach(() => server.close());

  it('answers it after SIGTERM, takes no other, and ends well', { timeout: 60_000 }, async () => {
    const { response, asked } = await waiting;
    const end = ended(child);
    child.kill('SIGTERM');
    await expect
      .poll(() =>
        fetch(url).then(
          ({ status }) => status,
          () => 'refused',
        ),
      )
      .toBe('refused');
    response.writeHead(200, { 'content-type': 'application/json' });
    const result = { content: [{ type: 'text', text: 'At last.' }], resultType: 'complete' };
    response.end(JSON.stringify({ jsonrpc: '2.0', id: asked.id, result }));
    expect(await call).toMatchObject({ content: [{ text: 'At last.' }] });
    expect(await end).toBe(0);
  });

  it('ends at once at the second signal', { timeout: 60_000 }, async () => {
    await waiting;
    const end = ended(child);
    child.kill('SIGTERM');
    await expect
      .poll(() =>
        fetch(url).then(
          ({ status }) => status,
          () => 'refused',
        ),
      )
      .toBe('refused');
    child.kill('SIGTERM');
    expect(await end).toBe(130);
    await expect(call).rejects.toThrow();
  });
});

describe.each([
  ['SQLite', {}],
  ['PostgreSQL', needsPostgres],
])('a process that renews a token of %s', (database, needs) => {
  describe('and gets SIGTERM', needs, () => {
    let postgres: Postgres | undefined;
    let server: Hostile;
    beforeAll(async () => {
      if (database === 'PostgreSQL') postgres = await startPostgres();
    });
    afterAll(() => postgres?.stop());
    afterEach(() => server.close());

    it('saves the new one first', { timeout: 60_000 }, async () => {
      server = await startHostile();
      const url = postgres?.createDatabase();
      program = createProgram({ BROWSER: AGREEING, ...(url && { MCPCTL_DATABASE_URL: url }) });
      const tokens = (seconds: number, refresh: string) => ({
        body: { access_token: 'good', token_type: 'Bearer', expires_in: seconds, refresh_token: refresh },
      });
      server.set({ '/token': tokens(1, 'first') });
      expect((await program.run(['connect', server.url, '--name', 'srv'])).code).toBe(0);
      let child: ChildProcess | undefined;
      server.set({
        '/token': () => {
          child?.kill('SIGTERM');
          return { ...tokens(3600, 'second'), after: new Promise((done) => setTimeout(done, 300)) };
        },
      });
      // The first token has ended.
      await new Promise((done) => setTimeout(done, 1100));
      child = program.start(['token', 'srv']);
      await ended(child);
      server.set({ '/token': { status: 400, body: { error: 'invalid_grant' } } });
      expect(await program.run(['token', 'srv'])).toMatchObject({ code: 0, out: 'good\n' });
    });
  });
});
