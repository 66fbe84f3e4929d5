/**
 * Requests to other parties end before the client gives up: the published client of seeds/000 does after 30 seconds. The
 * operation itself goes on without the network, so that it fails in its own way, and stores and cleans up as it always does.
 */
import type { OperationPorts } from '../operations/operation.ts';
import type { Fetch } from '../ports/index.ts';
import { Refusal } from '../refusal.ts';

/** Milliseconds. */
const DEADLINE = 25_000;

export interface Bounded {
  readonly ports: OperationPorts;
  readonly signal: AbortSignal;
}

/** @param left Aborted when the client has gone. */
export function withDeadline(ports: OperationPorts, left: AbortSignal): Bounded {
  const signal = AbortSignal.any([left, ports.clock.timeout(DEADLINE)]);
  const bounded =
    (fetch: Fetch): Fetch =>
    async (url, init) => {
      const inner = init?.signal ? AbortSignal.any([signal, init.signal]) : signal;
      try {
        inner.throwIfAborted();
        return await fetch(url, { ...init, signal: inner });
      } catch (thrown) {
        throw signal.aborted ? tooSlow(String(url), thrown) : thrown;
      }
    };
  return {
    signal,
    ports: {
      ...ports,
      network: {
        lasting: { network: ports.network, left: signal },
        towards(target) {
          const towards = ports.network.towards(target);
          return { ...towards, fetch: bounded(towards.fetch), stream: bounded(towards.stream) };
        },
      },
    },
  };
}

function tooSlow(url: string, cause: unknown): Refusal {
  const { host } = new URL(url);
  return new Refusal('server-timeout', {
    what: `${host} did not answer in time.`,
    why: `All of this may take ${DEADLINE / 1000} seconds.`,
    hint: 'Try again. If it stays slow, ask whoever runs it.',
    cause,
  });
}
