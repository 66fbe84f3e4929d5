import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { toolServers } from '../../../src/targets.ts';
import { call } from '../../../src/usecases/call/call.ts';
import { startForgetfulServer } from '../../fakes/forgetful-server.ts';
import { createPorts, type TestPorts } from '../../fakes/ports.ts';
import { type Script, type ScriptedServer, startScriptedServer } from '../../fakes/scripted-server.ts';
import { anInstallation } from '../adapters/records.ts';

const scope = { project: 'default', user: 'ada' };
const HOUR = 3_600_000;

let ports: TestPorts;
let server: ScriptedServer;
let later: number;
beforeEach(async () => {
  ports = await createPorts();
  later = 0;
});
afterEach(async () => {
  await server?.close();
  await ports.remove();
});

const tool = (name: string, type = 'string') => ({
  name,
  inputSchema: { type: 'object' as const, properties: { count: { type } } },
});

/** A server that somebody called once. */
async function known(script: Partial<Script>) {
  server = await startScriptedServer({ era: 'legacy', tools: [tool('count')], ttlMs: 0, ...script });
  await install(server.url);
  return called();
}

async function install(url: string) {
  const [collection] = anInstallation().collections;
  if (!collection) throw new Error('no collection');
  const collections = [{ ...collection, url, auth: 'none' as const }];
  await ports.state.write((tables) => tables.installations.save(anInstallation({ collections, oauthBindings: [] })));
}

/** What comes back of `mcpctl call crm_count count=3`, and what the server was asked for it. */
async function called(name = 'crm_count') {
  const clock = { ...ports.clock, now: () => Date.now() + later };
  const input = { tool: name, arguments: { words: ['count=3'] } };
  const { result } = await call(input, scope, { ...ports, clock, elicit: async () => ({ action: 'decline' }) });
  const [first] = result.content;
  // Nobody waits for the stream of an older server, so it may be asked for at any moment.
  const asked = server.asked().filter((method) => method !== 'GET');
  return { text: first?.type === 'text' ? first.text : undefined, asked };
}

it('calls either of two tools whose names models cannot tell apart', async () => {
  server = await startScriptedServer({ era: 'legacy', tools: [tool('a.b'), tool('a/b')], ttlMs: 0 });
  await install(server.url);
  for (const name of ['crm_a_b_2af51211', 'crm_a_b_bd2c0ff1']) expect((await called(name)).text).toBe('{"count":"3"}');
});

describe('a server of 2025', () => {
  it('is asked for its era and its tools once, and later only for a session and the call', async () => {
    expect((await known({ era: 'legacy' })).asked).toEqual([
      'server/discover',
      'initialize',
      'notifications/initialized',
      'tools/list',
      'tools/call',
    ]);
    expect(await called()).toEqual({
      text: '{"count":"3"}',
      asked: ['initialize', 'notifications/initialized', 'tools/call'],
    });
  });

  it('is asked for its tools again after five minutes, and for its era after a day', async () => {
    await known({ era: 'legacy' });
    later = HOUR;
    expect((await called()).asked).toEqual(['initialize', 'notifications/initialized', 'tools/list', 'tools/call']);
    later = 26 * HOUR;
    expect((await called()).asked[0]).toBe('server/discover');
  });

  it('may become one of 2026 overnight', async () => {
    await known({ era: 'legacy' });
    server.script.era = 'modern';
    expect(await called()).toEqual({
      text: '{"count":"3"}',
      asked: ['initialize', 'server/discover', 'tools/list', 'tools/call'],
    });
    expect((await called()).asked).toEqual(['tools/list', 'tools/call']);
  });
});

describe('a server of 2026-07-28', () => {
  it('is asked for its tools whenever it does not call them fresh', async () => {
    expect((await known({ era: 'modern' })).asked).toEqual(['server/discover', 'tools/list', 'tools/call']);
    expect((await called()).asked).toEqual(['tools/list', 'tools/call']);
  });

  it('is only called as long as it calls its tools fresh', async () => {
    await known({ era: 'modern', ttlMs: HOUR });
    expect((await called()).asked).toEqual(['tools/call']);
    later = 2 * HOUR;
    expect((await called()).asked).toEqual(['tools/list', 'tools/call']);
  });

  it('may be replaced by one of 2025', async () => {
    await known({ era: 'modern', ttlMs: HOUR });
    server.script.era = 'legacy';
    const { text, asked } = await called();
    expect(text).toBe('{"count":"3"}');
    expect(asked.slice(0, 3)).toEqual(['tools/call', 'server/discover', 'initialize']);
  });
});

describe('what is remembered', () => {
  it('is neither dropped nor doubted when the server has a bad moment', async () => {
    await known({ era: 'modern', ttlMs: HOUR });
    for (const status of [401, 403, 503]) {
      server.script.status = status;
      await expect(called()).rejects.toMatchObject({ code: 'server-error', details: { status } });
      expect(server.asked()).toEqual(['tools/call']);
    }
    server.script.status = undefined;
    expect((await called()).asked).toEqual(['tools/call']);
  });

  it('gives way to a tool that has come since', async () => {
    await known({ era: 'modern', ttlMs: HOUR });
    server.script.tools = [tool('other')];
    expect(await called('crm_other')).toMatchObject({
      asked: ['server/discover', 'tools/list', 'tools/call'],
    });
    await expect(called('crm_count')).rejects.toMatchObject({ code: 'tool-unknown' });
  });

  it('gives way to a definition that has changed, which is hidden, and then to one that was accepted', async () => {
    await known({ era: 'modern', ttlMs: HOUR });
    server.script.tools = [tool('count', 'integer')];
    server.script.result = { error: { code: -32602, message: 'count is no integer' } };
    await expect(called()).rejects.toMatchObject({ code: 'tool-changed' });
    expect(server.asked()).toEqual(['tools/call', 'server/discover', 'tools/list']);
    await ports.state.write((tables) => tables.toolPins.remove('default', 'my-app/crm'));
    server.script.result = undefined;
    expect(await called()).toMatchObject({ text: '{"count":3}', asked: ['tools/list', 'tools/call'] });
  });

  it('does not bring back a definition that was accepted before', async () => {
    await known({ era: 'modern', ttlMs: HOUR });
    server.script.tools = [tool('count', 'integer')];
    await ports.state.write((tables) => tables.toolPins.remove('default', 'my-app/crm'));
    expect(await called()).toMatchObject({ text: '{"count":3}', asked: ['tools/list', 'tools/call'] });
  });

  it('does not have a call sent twice that is refused for another reason', async () => {
    await known({ era: 'modern', ttlMs: HOUR });
    server.script.result = { error: { code: -32602, message: 'not today' } };
    await expect(called()).rejects.toMatchObject({ message: expect.stringContaining('not today') });
    expect(server.asked()).toEqual(['tools/call', 'server/discover', 'tools/list']);
  });

  it('is dropped when a tool reports an error, which may be that there is no such tool', async () => {
    await known({ era: 'modern', ttlMs: HOUR });
    server.script.result = { result: { content: [], isError: true } };
    expect((await called()).asked).toEqual(['tools/call']);
    expect((await called()).asked).toEqual(['server/discover', 'tools/list', 'tools/call']);
  });

  it('belongs to a URL, and goes with the installation', async () => {
    await known({ era: 'modern', ttlMs: HOUR });
    const [target] = await toolServers('default', ports.state);
    if (!target) throw new Error('no server');
    const key = { owner: target.ownerId, server: target.name, user: scope.user };
    const kept = () => ports.state.read((tables) => tables.serverCache.find(key));
    expect(await kept()).toMatchObject({ url: server.url });
    await ports.state.write((tables) => tables.installations.remove(target.ownerId));
    expect(await kept()).toBeUndefined();
  });
});

it('calls again in a new session when the server was restarted between the handshake and the call', async () => {
  const forgetful = await startForgetfulServer(400, 'Bad Request: No valid session ID provided');
  try {
    await install(forgetful.url);
    for (let round = 0; round < 2; round++) {
      forgetful.restartBeforeCall();
      const input = { tool: 'crm_work', arguments: { words: [] } };
      const { result } = await call(input, scope, { ...ports, elicit: async () => ({ action: 'decline' }) });
      expect(result.content).toMatchObject([{ text: 'done' }]);
    }
  } finally {
    await forgetful.close();
  }
});
