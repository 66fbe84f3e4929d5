/** A gateway in the process of the test, whose clock the test moves. */
import type { TestContext } from 'vitest';
import { createAsyncContext } from '../../src/adapters/async-context.ts';
import { createHintText } from '../../src/cli/render/command-line.ts';
import { createGateway, type Gateway, type GatewayOptions } from '../../src/gateway/gateway.ts';
import type { ListName } from '../../src/gateway/upstream.ts';
import { status } from '../../src/tools/connection-status.ts';
import { type MovableClock, movableClock } from './clock.ts';
import { type InstalledServer, putApp } from './installed.ts';
import { createPorts, type TestPorts } from './ports.ts';

export interface GatewayHere {
  readonly gateway: Gateway;
  /** The names, or URIs, that are exposed. */
  names(list: ListName): Promise<string[]>;
  /** A minute passes: answers are no longer fresh, and requests that have no answer yet time out. */
  later(): void;
  readonly clock: MovableClock;
  readonly ports: TestPorts;
  /** What `mcpctl status` says of a server of the app `town`. */
  trouble(id: string): Promise<string | undefined>;
}

const SCOPE = { project: 'default', user: 'ada' };

/** Serves an app called `town`, until the test ends. MCPCTL_SLOW=1 runs it without the fast paths. */
export async function startGatewayHere(
  { onTestFinished }: TestContext,
  servers: readonly InstalledServer[],
  fastPaths = process.env.MCPCTL_SLOW !== '1',
  options: Pick<GatewayOptions, 'holdNew'> = {},
): Promise<GatewayHere> {
  const ports = await createPorts();
  await putApp(ports.home, 'town', servers);
  const clock = movableClock();
  const gateway = createGateway({
    scope: SCOPE,
    ports: { ...ports, clock },
    clientContext: createAsyncContext(),
    prefix: true,
    fastPaths,
    hintText: createHintText({}),
    ...options,
  });
  onTestFinished(async () => {
    await gateway.close();
    await ports.remove();
  });
  return {
    gateway,
    names: async (list) => [...(await gateway.catalog.items(list)).byName.keys()],
    later: () => clock.skip(60_000),
    clock,
    ports,
    trouble: async (id) => (await status(SCOPE, ports)).find(({ target }) => target === `town/${id}`)?.trouble?.kind,
  };
}
