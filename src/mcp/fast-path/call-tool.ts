/**
 * Calls tools of a 2025 server without the client and the transport of the SDK, which do more work for a call than all the
 * rest of a gateway. A response that is not simple is left to the transport, which takes it as if it had sent the request.
 * Other requests are rare and always use the SDK.
 */
import {
  isSpecType,
  type JSONRPCMessage,
  type JSONRPCRequest,
  SdkError,
  SdkErrorCode,
  type StreamableHTTPClientTransport,
} from '@modelcontextprotocol/client';
import type { Clock, Fetch } from '../../ports/index.ts';
import { type ForwardOptions, type Result, type RunInContext, withoutContext } from '../forward-request.ts';
import { type PendingResponse, pendingResponse } from './pending-response.ts';
import { readResponse } from './read-response.ts';

export type FastCallOptions = Omit<ForwardOptions, 'tool'> & { readonly timeout: number };

/** @throws what the client of the SDK throws */
export type FastCall = (params: Record<string, unknown>, options: FastCallOptions) => Promise<Result>;

export interface FastCalls {
  /** Fetches for the transport of the SDK. */
  readonly fetch: Fetch;
  /** Must be called when the session is open and the server is known to be of 2025. */
  attach(transport: StreamableHTTPClientTransport): FastCall;
}

export interface FastCallsOptions {
  readonly fetch: Fetch;
  readonly url: string;
  readonly clock: Clock;
}

/** The SDK numbers its requests from 0. */
const FIRST_ID = 1_000_000_000;

export function fastCalls({ fetch, url, clock }: FastCallsOptions): FastCalls {
  /** Responses that the transport takes over, by the text of their requests. */
  const leftToTransport = new Map<unknown, Response>();
  return {
    async fetch(to, init) {
      const response = leftToTransport.get(init?.body);
      leftToTransport.delete(init?.body);
      return response ?? fetch(to, init);
    },
    attach(transport) {
      const pending = new Map<unknown, PendingResponse>();
      const closed = new AbortController();
      const { onclose, onmessage } = transport;
      transport.onclose = () => {
        closed.abort();
        for (const { fail } of pending.values()) fail(new SdkError(SdkErrorCode.ConnectionClosed, 'Connection closed'));
        onclose?.();
      };
      // The response to a call may come on any stream.
      const deliver = (message: JSONRPCMessage) => settlePending(message, pending) || onmessage?.(message);
      transport.onmessage = deliver;

      const exchange = async (request: JSONRPCRequest, runInContext: RunInContext, isGivenUp: () => boolean) => {
        const body = JSON.stringify(request);
        const { signal } = closed;
        const init = { method: 'POST', headers: headersOf(transport), body, signal };
        const response = await runInContext(() => fetch(url, init));
        const left = await readResponse(response, {
          id: request.id,
          url,
          signal,
          isGivenUp,
          deliver: (message) => settlePending(message, pending) || void runInContext(async () => onmessage?.(message)),
        });
        if (left === undefined) return;
        leftToTransport.set(body, left);
        await runInContext(() => transport.send(request)).finally(() => leftToTransport.delete(body));
      };
      let id = FIRST_ID;
      return async (params, { runInContext = withoutContext, timeout, signal, onProgress }) => {
        signal?.throwIfAborted();
        id += 1;
        const request = requestOf(id, params, onProgress !== undefined);
        let isGivenUp = false;
        const onGivenUp = (reason: unknown) => {
          isGivenUp = true;
          void cancel(transport, request, reason);
        };
        const response = pendingResponse({ clock, timeout, signal, onProgress, onGivenUp });
        pending.set(id, response);
        exchange(request, runInContext, () => isGivenUp).catch(response.fail);
        try {
          return await response.result;
        } finally {
          pending.delete(request.id);
        }
      };
    },
  };
}

function requestOf(id: number, given: Record<string, unknown>, wantsProgress: boolean): JSONRPCRequest {
  const params = wantsProgress ? { ...given, _meta: { ...(given._meta as object), progressToken: id } } : given;
  return { jsonrpc: '2.0', id, method: 'tools/call', params };
}

/** Tells the server. It may answer all the same, and then the response is ignored. */
async function cancel(
  transport: StreamableHTTPClientTransport,
  { id }: JSONRPCRequest,
  reason: unknown,
): Promise<void> {
  const params = { requestId: id, reason: String(reason) };
  await transport.send({ jsonrpc: '2.0', method: 'notifications/cancelled', params }).catch(() => {});
}

/** Whether the message was for a pending call. Some servers repeat the number of a request as its digits. */
function settlePending(message: JSONRPCMessage, pending: ReadonlyMap<unknown, PendingResponse>): boolean {
  if (!('method' in message)) {
    const response = pending.get(Number(message.id));
    response?.settle(message);
    return response !== undefined;
  }
  if (message.method !== 'notifications/progress' || !isSpecType.ProgressNotification(message)) return false;
  const { progressToken, ...progress } = message.params;
  const response = pending.get(Number(progressToken));
  response?.progress(progress);
  return response !== undefined;
}

function headersOf({ sessionId, protocolVersion }: StreamableHTTPClientTransport): Record<string, string> {
  return {
    accept: 'application/json, text/event-stream',
    'content-type': 'application/json',
    ...(sessionId !== undefined && { 'mcp-session-id': sessionId }),
    ...(protocolVersion !== undefined && { 'mcp-protocol-version': protocolVersion }),
  };
}
