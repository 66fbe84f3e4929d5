/** A request of a client, and the client at its other end: what it can do, how it is asked and told something meanwhile. */
import type {
  ClientCapabilities,
  Implementation,
  Progress,
  ProtocolEra,
  Server,
  ServerContext,
} from '@modelcontextprotocol/server';
import type { Caller } from './caller.ts';

export interface ClientRequest {
  readonly method: string;
  readonly era: ProtocolEra;
  /** `_meta`, without what 2026-07-28 puts into it. */
  readonly meta: Readonly<Record<string, unknown>>;
  /** Aborted when nobody wants its answer any more. */
  readonly signal: AbortSignal;
  /** As it introduced itself, which proves nothing. */
  readonly client?: Implementation;
  readonly capabilities: ClientCapabilities;
  readonly caller: Caller;
  /** Sends a notification that belongs to the request. */
  notify: ServerContext['mcpReq']['notify'];
  /** What 2026-07-28 puts around each request, and what one brings along that is repeated. */
  readonly envelope?: Readonly<Record<string, unknown>>;
  readonly requestState?: string;
  readonly inputResponses?: Readonly<Record<string, unknown>>;
}

/** A person answers, at a person's pace. */
export const ANSWER_MILLISECONDS = 600_000;

/** A request as the SDK hands it to a handler. */
export function requestIn(server: Server, { mcpReq }: ServerContext): ClientRequest {
  const envelope = mcpReq.envelope as Record<string, unknown> | undefined;
  return {
    method: mcpReq.method,
    era: envelope === undefined ? 'legacy' : 'modern',
    meta: mcpReq._meta ?? {},
    signal: mcpReq.signal,
    client: server.getClientVersion(),
    capabilities: server.getClientCapabilities() ?? {},
    caller: {
      ask: (method, params, signal) => mcpReq.send({ method, params }, { signal, timeout: ANSWER_MILLISECONDS }),
      log: ({ level, data, logger }) =>
        void mcpReq.log(level as 'info', data, logger as string | undefined).catch(() => {}),
    },
    notify: mcpReq.notify,
    envelope,
    requestState: mcpReq.requestState(),
    inputResponses: mcpReq.inputResponses,
  };
}

/** Passes progress on, in its order, when the client asked for it. */
export function progressOf({ meta: { progressToken }, notify }: ClientRequest) {
  if (progressToken === undefined) return undefined;
  let told = Promise.resolve();
  return {
    tell(progress: Progress): void {
      const notification = { method: 'notifications/progress', params: { ...progress, progressToken } };
      // A client that has gone is not told.
      told = told.then(() => notify(notification)).catch(() => {});
    },
    told: () => told,
  };
}
