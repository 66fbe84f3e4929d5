/** What the client at the other end can be asked and told while its request is under way. */
import type { Progress, ServerContext } from '@modelcontextprotocol/server';
import type { Caller } from './caller.ts';

export function callerOf({ mcpReq }: ServerContext): Caller {
  return {
    ask: (method, params, signal) => mcpReq.send({ method, params }, { signal, timeout: ANSWER_MILLISECONDS }),
    log: ({ level, data, logger }) =>
      void mcpReq.log(level as 'info', data, logger as string | undefined).catch(() => {}),
  };
}

/** A person answers, at a person's pace. */
const ANSWER_MILLISECONDS = 600_000;

/** Passes progress on, in its order, when the client asked for it. */
export function progressOf({ mcpReq }: ServerContext) {
  const progressToken = mcpReq._meta?.progressToken;
  if (progressToken === undefined) return undefined;
  let told = Promise.resolve();
  return {
    tell(progress: Progress): void {
      const notification = { method: 'notifications/progress', params: { ...progress, progressToken } };
      // A client that has gone is not told.
      told = told.then(() => mcpReq.notify(notification)).catch(() => {});
    },
    told: () => told,
  };
}
