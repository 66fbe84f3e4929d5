import { afterEach, beforeEach, describe, expect, it, type TestContext } from 'vitest';
import { toolCalls } from '../../../../src/gateway/call-tool.ts';
import type { ClientRequest } from '../../../../src/gateway/client-request.ts';
import { stepsOf } from '../../../../src/next-step.ts';
import { Refusal } from '../../../../src/refusal.ts';
import { resolveTarget } from '../../../../src/targets.ts';
import { status } from '../../../../src/tools/connection-status.ts';
import { tools } from '../../../../src/tools/tools.ts';
import { call } from '../../../../src/usecases/call/call.ts';
import { connect } from '../../../../src/usecases/connect/connect.ts';
import { unconnectedTargets } from '../../../../src/usecases/connect/unconnected-targets.ts';
import { type Connecting, INPUT, SCOPE, startConnecting } from '../../../fakes/connecting.ts';
import { startGatewayHere } from '../../../fakes/gateway-here.ts';
import { type Asked, mcp, type Route, resourceMetadata, WELL_KNOWN } from '../../../fakes/hostile.ts';
import { putApp } from '../../../fakes/installed.ts';

// A server whose lists are open to all, and that wants a token for calls only, as those of Google Workspace.

let one: Connecting;
beforeEach(async () => {
  one = await startConnecting();
  one.server.set({ '/mcp': openLists(one.server.origin) });
});
afterEach(() => one.close());

/** Its challenge alone says where its metadata is. */
function openLists(origin: string): Route {
  one.server.set({ [WELL_KNOWN.resource]: { status: 404 }, '/metadata': { body: resourceMetadata(origin) } });
  const challenge = `Bearer resource_metadata="${origin}/metadata", scope="mail.read"`;
  const answer = mcp(origin, ['Bearer good', 'undefined']) as (asked: Asked) => object;
  return (asked) => {
    const { id, method } = JSON.parse(asked.body || '{}') as { id?: number; method?: string };
    const isOpen = method !== 'tools/call' || asked.headers.authorization === 'Bearer good';
    if (!isOpen) return { status: 401, headers: { 'www-authenticate': challenge } };
    const tool = { name: 'echo', inputSchema: { type: 'object' } };
    if (method === 'tools/list') return { body: { jsonrpc: '2.0', id, result: { tools: [tool] } } };
    if (method === 'tools/call')
      return { body: { jsonrpc: '2.0', id, result: { content: [{ type: 'text', text: 'ok' }] } } };
    return answer(asked);
  };
}

const callOf = (target: string) =>
  call({ target, tool: 'echo', arguments: { object: {} } }, SCOPE, {
    ...one.ports,
    elicit: async () => ({ action: 'decline' }),
  });
const troubleOf = async () =>
  (await status(SCOPE, one.ports)).map(({ trouble, next }) => ({ kind: trouble?.kind, next }));

async function expectChallenged(target: string): Promise<void> {
  const refusal = await callOf(target).catch((thrown) => thrown);
  expect(refusal).toBeInstanceOf(Refusal);
  expect(refusal).toMatchObject({ code: 'not-connected', exitCode: 4 });
  expect(stepsOf(refusal.hint)).toEqual([{ do: 'connect', target }]);
}

async function expectWorkingAfterConnect(target: string): Promise<void> {
  const found = await resolveTarget(target, SCOPE, one.ports.state);
  const connected = await connect({ ...INPUT, target: found }, SCOPE, one.ports);
  expect(connected.grant).toBeDefined();
  expect((await callOf(target)).result.content).toMatchObject([{ text: 'ok' }]);
  expect(await troubleOf()).toEqual([{ kind: undefined, next: undefined }]);
}

describe('a call that is answered with a challenge leads to a consent', () => {
  it('of a server made by connect', async () => {
    expect((await one.connect()).grant).toBeUndefined();
    await expectChallenged('srv');
    const next = { do: 'connect', target: 'srv' };
    expect(await troubleOf()).toEqual([{ kind: 'auth_mode', next }]);
    await tools([], SCOPE, one.ports);
    expect(await troubleOf()).toEqual([{ kind: 'auth_mode', next }]);
    expect(await unconnectedTargets(SCOPE, one.ports)).toEqual(['srv']);
    await expectWorkingAfterConnect('srv');
    expect(one.asked('/authorize').map(({ query }) => query.get('scope'))).toEqual(['mail.read']);
  });

  it('of an installed app whose manifest names no authorization', async () => {
    await putApp(one.ports.home, 'town', [{ id: 'mail', url: one.server.url }]);
    await expectChallenged('town/mail');
    await expectWorkingAfterConnect('town/mail');
  });

  it('through the gateway', async (context: TestContext) => {
    const { gateway, names, trouble } = await startGatewayHere(context, [{ id: 'mail', url: one.server.url }]);
    await expect.poll(() => names('tools'), { timeout: 25_000 }).toEqual(['mail_echo']);
    const request: ClientRequest = {
      method: 'tools/call',
      era: 'legacy',
      meta: {},
      signal: new AbortController().signal,
      capabilities: {},
      channel: { request: () => Promise.reject(new Error('Nobody is asked.')), log: () => {} },
      notify: async () => {},
    };
    const { isError, content } = await toolCalls(gateway).call({ name: 'mail_echo', arguments: {} }, request);
    expect(isError).toBe(true);
    expect(content).toMatchObject([{ text: expect.stringContaining('mcpctl connect town/mail') }]);
    expect(await trouble('mail')).toBe('auth_mode');
  });
});

it('a server that has come to want authorization is asked for a consent by the connect that finds out', async () => {
  await one.connect();
  one.server.set({
    '/mcp': mcp(one.server.origin),
    [WELL_KNOWN.resource]: { body: resourceMetadata(one.server.origin) },
  });
  expect((await one.connect()).grant).toBeDefined();
});

it('a JSON-RPC error of a call is no trouble of the server', async () => {
  const open = openLists(one.server.origin) as (asked: Asked) => object;
  await one.connect();
  one.server.set({
    '/mcp': (asked) => {
      const { id, method } = JSON.parse(asked.body || '{}') as { id?: number; method?: string };
      if (method !== 'tools/call') return open(asked);
      return { body: { jsonrpc: '2.0', id, error: { code: -32602, message: 'No.' } } };
    },
  });
  await expect(callOf('srv')).rejects.toMatchObject({ code: 'server-error' });
  expect(await troubleOf()).toEqual([{ kind: undefined, next: undefined }]);
});
