import { expect, it, vi } from 'vitest';
import { createFailures } from '../../../src/gateway/failures.ts';
import type { GatewayView } from '../../../src/gateway/gateway.ts';
import { createHttpGateway } from '../../../src/gateway/http.ts';
import { localCaller } from '../../../src/identity/caller.ts';
import { fakeClock } from '../../fakes/clock.ts';

// Which requests reach the gateway over HTTP. Who is refused: authorize-request.test.ts.

const OWNER = localCaller({ project: 'default', user: 'ada' });

/** A gateway that offers nothing and has one agent, `scribe`. */
function httpGateway(isAuthorized: boolean, fastPaths = true) {
  const used = vi.fn();
  const view: GatewayView = {
    catalog: {
      upstreams: async () => [],
      items: async () => ({ byName: new Map(), conflicts: [] }),
      waitForFirstAnswer: async () => {},
      hiddenTools: async () => new Set<string>(),
    },
    forwarder: { forward: used },
    notifications: { onListChanged: () => () => {}, onLogMessage: () => () => {}, subscribe: used },
    observers: { observe: used },
    failures: createFailures(String),
    forAgent: () => view,
  };
  const refused = new Response('No.', { status: 401 });
  return createHttpGateway({
    authorize: async () => (isAuthorized ? { caller: OWNER } : { refused }),
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
