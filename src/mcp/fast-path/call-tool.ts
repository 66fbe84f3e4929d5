/**
 * Calls of tools of a server of 2025, beside the client and the transport of the SDK: these two do more work for a call than
 * all the rest of a gateway. An answer that is not plain is left to the transport, which takes it as if it had asked for it.
 * Of other requests there are few, and they go the usual way.
 */
import {
  isSpecType,
  type JSONRPCMessage,
  type JSONRPCRequest,
  SdkError,
  SdkErrorCode,
  type StreamableHTTPClientTransport,
} from '@modelcontextprotocol/client';
import type { Fetch } from '../../ports/index.ts';
import { type ForwardOptions, type Result, type RunInContext, withoutContext } from '../relay.ts';
import { type PendingResponse, pendingResponse } from './pending-response.ts';
import { readResponse } from './read-response.ts';

/** Throws what the client of the SDK throws. */
export type FastCall = (params: Record<string, unknown>, options: ForwardOptions) => Promise<Result>;

export interface FastCalls {
  /** What the transport is to fetch with. */
  readonly fetch: Fetch;
  /** To be called when the session is open, and is one of 2025. */
  attach(transport: StreamableHTTPClientTransport): FastCall;
}

/** The SDK numbers its requests from 0. */
const FIRST_ID = 1_000_000_000;

export function fastCalls(fetch: Fetch, url: string): FastCalls {
  /** Answers that the transport shall take, by the text of their requests. */
  const leftToIt = new Map<unknown, Response>();
  return {
    async fetch(to, init) {
      const response = leftToIt.get(init?.body);
      leftToIt.delete(init?.body);
      return response ?? fetch(to, init);
    },
    attach(transport) {
      const waiting = new Map<unknown, PendingResponse>();
      const over = new AbortController();
      const { onclose, onmessage } = transport;
      transport.onclose = () => {
        over.abort();
        for (const { fail } of waiting.values()) fail(new SdkError(SdkErrorCode.ConnectionClosed, 'Connection closed'));
        onclose?.();
      };
      // What answers a call may come on any stream.
      const deliver = (message: JSONRPCMessage) => isTaken(message, waiting) || onmessage?.(message);
      transport.onmessage = deliver;

      const exchange = async (request: JSONRPCRequest, follow: RunInContext) => {
        const body = JSON.stringify(request);
        const { signal } = over;
        const answer = await fetch(url, { method: 'POST', headers: headersOf(transport), body, signal });
        const left = await readResponse(answer, {
          id: request.id,
          url,
          signal,
          deliver: (message) => isTaken(message, waiting) || void follow(async () => onmessage?.(message)),
        });
        if (left === undefined) return;
        leftToIt.set(body, left);
        await follow(() => transport.send(request)).finally(() => leftToIt.delete(body));
      };
      let id = FIRST_ID;
      return async (params, { runInContext = withoutContext, ...options }) => {
        options.signal?.throwIfAborted();
        id += 1;
        const request = requestOf(id, params, options);
        const answer = pendingResponse(options, (reason) => void cancel(transport, request, reason));
        waiting.set(id, answer);
        exchange(request, runInContext).catch(answer.fail);
        try {
          return await answer.result;
        } finally {
          waiting.delete(request.id);
        }
      };
    },
  };
}

function requestOf(id: number, params: Record<string, unknown>, { onProgress }: ForwardOptions): JSONRPCRequest {
  const asked = onProgress ? { ...params, _meta: { ...(params._meta as object), progressToken: id } } : params;
  return { jsonrpc: '2.0', id, method: 'tools/call', params: asked };
}

/** The server is told; it may go on all the same, and then nobody takes its answer. */
async function cancel(
  transport: StreamableHTTPClientTransport,
  { id }: JSONRPCRequest,
  reason: unknown,
): Promise<void> {
  const params = { requestId: id, reason: String(reason) };
  await transport.send({ jsonrpc: '2.0', method: 'notifications/cancelled', params }).catch(() => {});
}

/** Some servers repeat a number as its digits. */
function isTaken(message: JSONRPCMessage, waiting: ReadonlyMap<unknown, PendingResponse>): boolean {
  if (!('method' in message)) {
    const answer = waiting.get(Number(message.id));
    answer?.settle(message);
    return answer !== undefined;
  }
  if (message.method !== 'notifications/progress' || !isSpecType.ProgressNotification(message)) return false;
  const { progressToken, ...progress } = message.params;
  const answer = waiting.get(Number(progressToken));
  answer?.progressed(progress);
  return answer !== undefined;
}

function headersOf({ sessionId, protocolVersion }: StreamableHTTPClientTransport): Record<string, string> {
  return {
    accept: 'application/json, text/event-stream',
    'content-type': 'application/json',
    ...(sessionId !== undefined && { 'mcp-session-id': sessionId }),
    ...(protocolVersion !== undefined && { 'mcp-protocol-version': protocolVersion }),
  };
}
