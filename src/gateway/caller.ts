/** Who waits at the other end of a call: asked and told what the server says on the way. */
import type { Result } from '../mcp/forward-request.ts';
import type { ServerRequestMethod } from '../mcp/server-messages.ts';

export interface Caller {
  /** Sends the client a request of the server. */
  ask(method: ServerRequestMethod, params: Record<string, unknown>, signal: AbortSignal): Promise<Result>;
  /** Sends the client a line of the server's log. */
  log(params: Record<string, unknown>): void;
}
