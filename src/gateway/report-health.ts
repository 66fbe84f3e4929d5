/** Records for `status`, which runs in another process, whether a server can be used: when that changes, not each time. */
import type { Scope } from '../ports/index.ts';
import { Refusal } from '../refusal.ts';
import type { TokenPorts } from '../tokens/access-token.ts';
import { clearFailure, recordFailure } from '../tools/server-health.ts';
import type { UpstreamConnection } from './upstream-connection.ts';

/**
 * Does the work, and records whether it succeeded.
 *
 * @throws whatever the work throws
 */
export type ReportHealth = <T>(work: () => Promise<T>) => Promise<T>;

const HEALTHY = '';

export function healthReporter({ server, closed }: UpstreamConnection, scope: Scope, ports: TokenPorts): ReportHealth {
  let recorded: string | undefined;
  return async (work) => {
    try {
      const result = await work();
      if (recorded !== HEALTHY) await clearFailure(server, scope, ports);
      recorded = HEALTHY;
      return result;
    } catch (thrown) {
      // The failure of a server that is no longer served says nothing about the server.
      if (closed.aborted) throw thrown;
      const failure = thrown instanceof Refusal ? `${thrown.code}: ${thrown.message}` : recorded;
      if (thrown instanceof Refusal && failure !== recorded)
        await recordFailure({ refusal: thrown, server, scope }, ports);
      recorded = failure;
      throw thrown;
    }
  };
}
