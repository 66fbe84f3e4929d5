/** A client's request on its way to a server, and the client that waits at its other end. */
import type { ProgressCallback, ProtocolEra } from '@modelcontextprotocol/client';
import type { Result } from '../mcp/forward-request.ts';
import type { ServerRequestMethod } from '../mcp/server-messages.ts';
import type { Tool } from '../mcp/session.ts';

/** The way back to the client while its request is open. */
export interface ClientChannel {
  /** Sends the client a request that the server has made. */
  request(method: ServerRequestMethod, params: Record<string, unknown>, signal: AbortSignal): Promise<Result>;
  /** Sends the client a line of the server's log. */
  log(params: Record<string, unknown>): void;
  /** Undefined while the client reads as fast as it is written to; else resolves when it has caught up, or has gone. */
  caughtUp?(): Promise<void> | undefined;
}

export interface ForwardedRequest {
  readonly method: string;
  readonly params: Record<string, unknown>;
  readonly channel: ClientChannel;
  /** The era of the client. */
  readonly era: ProtocolEra;
  readonly signal: AbortSignal;
  readonly onProgress?: ProgressCallback;
  readonly tool?: Tool;
}

export type SendRequest = (request: ForwardedRequest) => Promise<Result>;
