/** A gateway in the process of the test, which can move its clock: servers are asked again as if time had passed. */
import type { TestContext } from 'vitest';
import { createAsyncContext } from '../../src/adapters/async-context.ts';
import { systemClock } from '../../src/adapters/clock.ts';
import { createHintText } from '../../src/cli/render/command-line.ts';
import { createGateway, type Gateway } from '../../src/gateway/gateway.ts';
import type { ListName } from '../../src/gateway/upstream.ts';
import { status } from '../../src/tools/connection-status.ts';
import { type InstalledServer, putApp } from './installed.ts';
import { createPorts } from './ports.ts';

export interface GatewayHere {
  readonly gateway: Gateway;
  /** Under which names, or URIs, something is offered. */
  names(list: ListName): Promise<string[]>;
  /** A minute passes: what was answered is no longer fresh. */
  later(): void;
  /** What `mcpctl status` says of a server of the app `town`. */
  trouble(id: string): Promise<string | undefined>;
}

const SCOPE = { project: 'default', user: 'ada' };

/** Of an app called `town`. It ends with the test. */
export async function startGatewayHere(
  { onTestFinished }: TestContext,
  servers: readonly InstalledServer[],
): Promise<GatewayHere> {
  const ports = await createPorts();
  await putApp(ports.home, 'town', servers);
  let ahead = 0;
  const clock = { ...systemClock, now: () => systemClock.now() + ahead };
  const gateway = createGateway({
    scope: SCOPE,
    ports: { ...ports, clock },
    callers: createAsyncContext(),
    prefix: true,
    text: createHintText({}),
  });
  onTestFinished(async () => {
    await gateway.close();
    await ports.remove();
  });
  return {
    gateway,
    names: async (list) => [...(await gateway.catalog(list)).byName.keys()],
    later: () => {
      ahead += 60_000;
    },
    trouble: async (id) => (await status(SCOPE, ports)).find(({ target }) => target === `town/${id}`)?.trouble?.kind,
  };
}
