/** Records for `status`, which runs in another process, whether a server can be used: when that changes, not each time. */
import type { Scope } from '../ports/index.ts';
import { Refusal } from '../refusal.ts';
import type { TokenPorts } from '../tokens/access-token.ts';
import { clearFailure, isJsonRpcError, recordFailure, type Use } from '../tools/server-health.ts';
import type { UpstreamConnection } from './upstream-connection.ts';

/**
 * Does the work, and records whether it succeeded.
 *
 * @throws whatever the work throws
 */
export type ReportHealth = <T>(work: () => Promise<T>) => Promise<T>;

const HEALTHY = '';

export interface HealthReporterOptions {
  readonly connection: Pick<UpstreamConnection, 'server' | 'closed'>;
  readonly scope: Scope;
  readonly ports: TokenPorts;
  readonly use: Use;
}

export function healthReporter({ connection, scope, ports, use }: HealthReporterOptions): ReportHealth {
  const { server, closed } = connection;
  let recorded: string | undefined;
  return async (work) => {
    try {
      const result = await work();
      if (recorded !== HEALTHY) await clearFailure({ server, scope, use }, ports);
      recorded = HEALTHY;
      return result;
    } catch (thrown) {
      // The failure of a server that is no longer served says nothing about the server.
      if (closed.aborted) throw thrown;
      // To a call, an error of the protocol is an answer.
      if (use === 'call' && thrown instanceof Refusal && isJsonRpcError(thrown)) throw thrown;
      const failure = thrown instanceof Refusal ? `${thrown.code}: ${thrown.message}` : recorded;
      if (thrown instanceof Refusal && failure !== recorded)
        await recordFailure({ refusal: thrown, server, scope, use }, ports);
      recorded = failure;
      throw thrown;
    }
  };
}
