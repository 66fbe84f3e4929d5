/** A request of a client, whichever era and transport it comes from. */
import type {
  ClientCapabilities,
  Implementation,
  ProtocolEra,
  Server,
  ServerContext,
} from '@modelcontextprotocol/server';
import type { ClientChannel } from './forwarded-request.ts';
import { unsentMessages } from './unsent-messages.ts';

export interface ClientRequest {
  readonly method: string;
  readonly era: ProtocolEra;
  /** `_meta`, without the fields that 2026-07-28 adds to every request. */
  readonly meta: Readonly<Record<string, unknown>>;
  /** Aborted when the client cancels the request, or goes away. */
  readonly signal: AbortSignal;
  /** How the client introduced itself, which proves nothing. */
  readonly client?: Implementation;
  readonly capabilities: ClientCapabilities;
  readonly channel: ClientChannel;
  /** Sends a notification that belongs to the request. */
  notify: ServerContext['mcpReq']['notify'];
  /** The fields that 2026-07-28 adds to every request. */
  readonly envelope?: Readonly<Record<string, unknown>>;
  /** A 2026-07-28 client repeats its request with the answers to a server's questions. */
  readonly requestState?: string;
  readonly inputResponses?: Readonly<Record<string, unknown>>;
}

/** A person answers, so the time limit is long. */
export const ANSWER_MILLISECONDS = 600_000;

/** Reads a request as the SDK gives it to a handler. */
export function clientRequest(server: Server, { mcpReq, http }: ServerContext): ClientRequest {
  const envelope = mcpReq.envelope as Record<string, unknown> | undefined;
  const { follow, caughtUp } = unsentMessages(http?.req);
  return {
    method: mcpReq.method,
    era: envelope === undefined ? 'legacy' : 'modern',
    meta: mcpReq._meta ?? {},
    signal: mcpReq.signal,
    client: server.getClientVersion(),
    capabilities: server.getClientCapabilities() ?? {},
    channel: {
      request: (method, params, signal) => mcpReq.send({ method, params }, { signal, timeout: ANSWER_MILLISECONDS }),
      log: ({ level, data, logger }) => follow(mcpReq.log(level as 'info', data, logger as string | undefined)),
      caughtUp,
    },
    notify: (notification) => follow(mcpReq.notify(notification)),
    envelope,
    requestState: mcpReq.requestState(),
    inputResponses: mcpReq.inputResponses,
  };
}
