import { expect, it, vi } from 'vitest';
import { createFailures } from '../../../src/gateway/failures.ts';
import type { GatewayView } from '../../../src/gateway/gateway.ts';
import { createHttpGateway } from '../../../src/gateway/http.ts';
import { createResourceLinks } from '../../../src/gateway/resource-links.ts';
import { localCaller } from '../../../src/identity/caller.ts';
import { fakeClock } from '../../fakes/clock.ts';

// Which requests reach the gateway over HTTP. Who is refused: authorize-request.test.ts.

const OWNER = localCaller({ project: 'default', user: 'ada' });

/** A gateway that offers nothing and has one agent, `scribe`. */
function httpGateway(
  isAuthorized: boolean | Response,
  fastPaths = true,
  upstreams: () => Promise<never[]> = async () => [],
) {
  const used = vi.fn();
  const view: GatewayView = {
    catalog: {
      upstreams,
      items: async () => ({ byName: new Map(), conflicts: [] }),
      waitForFirstAnswer: async () => {},
      hiddenNames: async () => new Set<string>(),
    },
    forwarder: { forward: used },
    notifications: { onListChanged: () => () => {}, onLogMessage: () => () => {}, subscribe: used },
    observers: { observe: used },
    failures: createFailures(String),
    links: createResourceLinks(),
    forAgent: () => view,
  };
  const refused = isAuthorized instanceof Response ? isAuthorized : new Response('No.', { status: 401 });
  return createHttpGateway({
    authorize: async () => (isAuthorized === true ? { caller: OWNER } : { refused }),
    view,
    hasAgent: async (name) => name === 'scribe',
    metrics: { page: async () => new Response('metrics') },
    hintText: String,
    clock: fakeClock(),
    fastPaths,
  });
}

const headOf = (path: string, method = 'POST', headers: Record<string, string> = {}) => ({
  method,
  path,
  header: (name: string) => headers[name],
});

const PATHS = ['/mcp', '/mcp?x', '/mcp/scribe', '/mcp/nobody', '/metrics', '/', '/anything', '//', '*', ''];

it.each(PATHS)('%j gives a stranger the refusal, and no handler', async (path) => {
  for (const method of ['GET', 'POST', 'DELETE', 'OPTIONS', 'MADE-UP']) {
    const admission = await httpGateway(false).admit(headOf(path, method, { 'mcp-session-id': 'any' }));
    expect('response' in admission && admission.response.status).toBe(401);
    expect(admission).not.toHaveProperty('handler');
  }
});

it.each([
  ['/healthz', 200, 'yes\n'],
  ['/readyz', 200, 'yes\n'],
  ['/readyz?verbose', 200, 'yes\n'],
  ['/.well-known/oauth-protected-resource/mcp', 404, 'no\n'],
  ['/.well-known/oauth-authorization-server', 404, 'no\n'],
])('%j answers anybody, and shows no right to keep the connection', async (path, status, text) => {
  for (const isAuthorized of [false, true]) {
    const admission = await httpGateway(isAuthorized).admit(headOf(path, 'GET'));
    if (!('response' in admission)) throw new Error('a handler');
    expect(admission.isPublic).toBe(true);
    expect([admission.response.status, await admission.response.text()]).toEqual([status, text]);
    expect(admission.response.headers.get('www-authenticate')).toBe(null);
  }
});

it.each(['/healthz', '/readyz', '/.well-known/x'])('%j is refused to who posts, and to a web page', async (path) => {
  const posted = await httpGateway(false).admit(headOf(path, 'POST'));
  expect('response' in posted && posted.response.status).toBe(401);
  const asked = await httpGateway(new Response('No.', { status: 403 })).admit(headOf(path, 'GET'));
  expect('response' in asked && asked.response.status).toBe(403);
});

it('is not ready while the state cannot be read, and says no more', async () => {
  const fails = async () => {
    throw new Error('secret of the database');
  };
  const admission = await httpGateway(false, true, fails).admit(headOf('/readyz', 'GET'));
  if (!('response' in admission)) throw new Error('a handler');
  expect([admission.response.status, await admission.response.text()]).toEqual([503, 'no\n']);
});

it.each([
  ['/mcp', 'handler'],
  ['/mcp?x', 'handler'],
  ['/a/../mcp', 'handler'],
  ['/mcp/scribe', 'handler'],
  ['/mcp/scribe?x', 'handler'],
  ['/mcp/nobody', 404],
  ['/mcp/', 404],
  ['/metrics', 404],
  ['/', 404],
  ['//', 404],
  ['*', 404],
])('%j leads the owner to %s', async (path, expected) => {
  const admission = await httpGateway(true).admit(headOf(path));
  expect('response' in admission ? admission.response.status : 'handler').toBe(expected);
});

it('shows metrics to the owner', async () => {
  const admission = await httpGateway(true).admit(headOf('/metrics', 'GET'));
  expect('response' in admission && (await admission.response.text())).toBe('metrics');
});

it.each([
  ['offers', 'to a request that names a session', true, { 'mcp-session-id': 'any' }],
  ['does not offer', 'to a request without a session', true, {}],
  ['does not offer', 'when it is turned off', false, { 'mcp-session-id': 'any' }],
])('%s the fast path %s', async (offers, _when, fastPaths, headers: Record<string, string>) => {
  const admission = await httpGateway(true, fastPaths).admit(headOf('/mcp', 'POST', headers));
  expect('handler' in admission && admission.handler.tryHandle !== undefined).toBe(offers === 'offers');
});

const initialize = (accept: string | undefined) =>
  new Request('http://127.0.0.1/mcp', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(accept !== undefined && { accept }) },
    body: JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'initialize',
      params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'test', version: '1' } },
    }),
  });

it.each([
  [undefined, 200, 'application/json'],
  ['*/*', 200, 'application/json'],
  ['application/*', 200, 'application/json'],
  ['text/html, */*;q=0.1', 200, 'application/json'],
  ['application/json, text/event-stream', 200, 'text/event-stream'],
  ['text/html', 406, 'application/json'],
])('a client that takes %s gets HTTP %i and %s', async (accept, status, type) => {
  const admission = await httpGateway(true).admit(headOf('/mcp'));
  if (!('handler' in admission)) throw new Error('It was refused.');
  const response = await admission.handler.handle(initialize(accept));
  expect(response.status).toBe(status);
  expect(response.headers.get('content-type')).toContain(type);
  if (type !== 'application/json' || status !== 200) return;
  expect(await response.json()).toMatchObject({ id: 1, result: { protocolVersion: '2025-11-25' } });
  expect(response.headers.get('mcp-session-id')).toBeTruthy();
});
