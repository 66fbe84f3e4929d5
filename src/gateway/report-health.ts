/** How a upstream fares, for `status` in other processes: told when it changes, and not at every answer. */
import type { Scope } from '../ports/index.ts';
import { Refusal } from '../refusal.ts';
import type { TokenPorts } from '../tokens/access-token.ts';
import { clearFailure, recordFailure } from '../tools/server-health.ts';
import type { UpstreamConnection } from './upstream-connection.ts';

const WELL = '';

/** Gives what was asked for, or throws what it threw, and remembers which of both it was. */
export type ReportHealth = <T>(ask: () => Promise<T>) => Promise<T>;

export function healthReporter({ server, over }: UpstreamConnection, scope: Scope, ports: TokenPorts): ReportHealth {
  let told: string | undefined;
  return async (ask) => {
    try {
      const answer = await ask();
      if (told !== WELL) await clearFailure(server, scope, ports);
      told = WELL;
      return answer;
    } catch (thrown) {
      // Who is no longer served has no trouble of its own.
      if (over.aborted) throw thrown;
      const trouble = thrown instanceof Refusal ? `${thrown.code}: ${thrown.message}` : told;
      if (thrown instanceof Refusal && trouble !== told) await recordFailure(thrown, server, scope, ports);
      told = trouble;
      throw thrown;
    }
  };
}
