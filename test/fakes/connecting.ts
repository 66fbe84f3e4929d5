/** Somebody who connects to a hostile server, with the real adapters in this process. */

import { urlTarget } from '../../src/providers/url-target.ts';
import type { Provider } from '../../src/records.ts';
import { connect } from '../../src/usecases/connect/connect.ts';
import type { ConnectInput } from '../../src/usecases/connect/input.ts';
import type { Connected } from '../../src/usecases/connect/result.ts';
import { type Asked, type Hostile, type Route, startHostile } from './hostile.ts';
import { createPorts, type TestPorts } from './ports.ts';

export const SCOPE = { project: 'default', user: 'ada' };
export const INPUT = {
  consentBy: 'browser',
  timeoutSeconds: 5,
  scopes: [],
  authParams: {},
} as const satisfies Omit<ConnectInput, 'target'>;

export interface Connecting {
  readonly server: Hostile;
  readonly ports: TestPorts;
  connect(input?: Partial<ConnectInput>): Promise<Connected>;
  /** The requests to a path of the server. */
  asked(path: string): Asked[];
  /** The forms that were posted there. */
  form(path: string): URLSearchParams[];
  /** The paths that were asked, in order. */
  paths(): string[];
  /** What is kept of the client. */
  provider(): Promise<Provider>;
  close(): Promise<void>;
}

export async function startConnecting(): Promise<Connecting> {
  const [server, ports] = await Promise.all([startHostile(), createPorts()]);
  const asked = (path: string) => server.asked.filter((one) => one.path === path);
  return {
    server,
    ports,
    asked,
    connect: async (input = {}) => {
      const target = await urlTarget(server.url, 'srv', SCOPE, ports);
      return connect({ ...INPUT, target, ...input }, SCOPE, ports);
    },
    form: (path) => asked(path).map(({ body }) => new URLSearchParams(body)),
    paths: () => server.asked.map(({ path }) => path),
    async provider() {
      const [provider] = await ports.state.read((tables) => tables.providers.list(SCOPE.project));
      if (provider === undefined) throw new Error('There is no provider yet.');
      return provider;
    },
    close: async () => void (await Promise.all([server.close(), ports.remove()])),
  };
}

/** What a route answers to a request. */
export function answerOf(route: Route, one: Asked) {
  return typeof route === 'function' ? route(one) : route;
}
