/** How a member fares, for `status` in other processes: told when it changes, and not at every answer. */
import type { Scope } from '../ports.ts';
import { Refusal } from '../refusal.ts';
import type { TokenPorts } from '../tokens/access-token.ts';
import { noteTrouble, overcome } from '../tools/server-health.ts';
import type { Upstream } from './upstream.ts';

const WELL = '';

/** Gives what was asked for, or throws what it threw, and remembers which of both it was. */
export type Standing = <T>(ask: () => Promise<T>) => Promise<T>;

export function standingOf({ server, over }: Upstream, scope: Scope, ports: TokenPorts): Standing {
  let told: string | undefined;
  return async (ask) => {
    try {
      const answer = await ask();
      if (told !== WELL) await overcome(server, scope, ports);
      told = WELL;
      return answer;
    } catch (thrown) {
      // Who is no longer served has no trouble of its own.
      if (over.aborted) throw thrown;
      const trouble = thrown instanceof Refusal ? `${thrown.code}: ${thrown.message}` : told;
      if (thrown instanceof Refusal && trouble !== told) await noteTrouble(thrown, server, scope, ports);
      told = trouble;
      throw thrown;
    }
  };
}
