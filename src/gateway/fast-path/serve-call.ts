/**
 * Answers calls of 2025 clients without the server and the transport of the SDK, which do more work for a call than all the
 * rest of a gateway. The answer is JSON, or a stream when a message comes before the result (MCP 2025-11-25, Streamable
 * HTTP). Other requests are rare and always use the SDK.
 */
import {
  isSpecType,
  type JSONRPCMessage,
  ProtocolErrorCode,
  type RequestId,
  type Server,
  type WebStandardStreamableHTTPServerTransport,
} from '@modelcontextprotocol/server';
import type { Tool } from '../../mcp/session.ts';
import type { Clock, PostedJson, RequestHead } from '../../ports/index.ts';
import type { ToolCalls } from '../call-tool.ts';
import { ANSWER_MILLISECONDS, type ClientRequest } from '../client-request.ts';
import type { ExposedItem } from '../exposed-items.ts';
import { isForSession, isSimpleCall, type SimpleCall } from './is-simple-call.ts';
import { createLogLevel } from './log-level.ts';
import { type PendingReply, pendingReply } from './pending-reply.ts';

export interface FastCallsOptions {
  readonly server: Server;
  readonly transport: WebStandardStreamableHTTPServerTransport;
  readonly calls: ToolCalls;
  readonly clock: Clock;
}

export interface FastCalls {
  /** Whether this request is answered here. The SDK answers all others, faulty ones included. */
  tryHandle(head: RequestHead, posted: PostedJson): Promise<boolean>;
}

interface OpenCall {
  readonly reply: PendingReply;
  readonly abort: AbortController;
}

/** Must be called before the server is connected to the transport. */
export function serveFastCalls({ server, transport, calls, clock }: FastCallsOptions): FastCalls {
  const open = new Map<unknown, OpenCall>();
  const logLevel = createLogLevel();
  const send = transport.send.bind(transport);
  transport.send = async (message, options) => {
    const call = open.get(options?.relatedRequestId);
    if (call) call.reply.send(message);
    else await send(message, options);
  };
  // The server of the SDK receives the message as well.
  transport.onmessage = (message) => {
    logLevel.read(message);
    const { requestId, reason } = cancellationIn(message) ?? {};
    open.get(requestId)?.abort.abort(reason);
  };
  transport.onclose = () => {
    for (const { abort } of open.values()) abort.abort(new Error('The session is over.'));
  };

  const requestOf = ({ id, params }: SimpleCall, { abort: { signal }, reply }: OpenCall): ClientRequest => {
    const notify: ClientRequest['notify'] = (notification) =>
      server.notification(notification, { relatedRequestId: id });
    return {
      method: 'tools/call',
      era: 'legacy',
      meta: params._meta ?? {},
      signal,
      client: server.getClientVersion(),
      capabilities: server.getClientCapabilities() ?? {},
      channel: {
        request: (method, requestParams, abort) =>
          server.request(
            { method, params: requestParams },
            { signal: abort, timeout: ANSWER_MILLISECONDS, relatedRequestId: id },
          ),
        log(line) {
          if (logLevel.includes(line.level)) notify({ method: 'notifications/message', params: line }).catch(() => {});
        },
        caughtUp: reply.caughtUp,
      },
      notify,
    };
  };
  const answer = async (call: SimpleCall, tool: ExposedItem<Tool>, opened: OpenCall) => {
    const { reply, abort } = opened;
    const message = await calls.call(call.params, requestOf(call, opened), tool).then(
      (result): JSONRPCMessage => ({ jsonrpc: '2.0', id: call.id, result }),
      (thrown) => errorResponse(call.id, thrown),
    );
    open.delete(call.id);
    // A request that was cancelled gets no response (MCP, "Cancellation").
    if (abort.signal.aborted) reply.abandon();
    else reply.end(message);
  };
  return {
    async tryHandle(head, { json, reply }) {
      if (!isForSession(head) || !isSimpleCall(json)) return false;
      const tool = await calls.findFast(json.params.name);
      if (!tool || open.has(json.id)) return false;
      const { sessionId } = transport;
      const call = { reply: pendingReply({ reply, clock, sessionId }), abort: new AbortController() };
      open.set(json.id, call);
      void answer(json, tool, call);
      return true;
    },
  };
}

function cancellationIn(message: JSONRPCMessage) {
  if (!('method' in message) || message.method !== 'notifications/cancelled') return undefined;
  return isSpecType.CancelledNotification(message) ? message.params : undefined;
}

/** The same response that the server of the SDK makes of an error. */
function errorResponse(id: RequestId, thrown: unknown): JSONRPCMessage {
  const { code, message, data } = thrown as { code?: unknown; message?: string; data?: unknown };
  return {
    jsonrpc: '2.0',
    id,
    error: {
      code: Number.isSafeInteger(code) ? Number(code) : ProtocolErrorCode.InternalError,
      message: message ?? 'Internal error',
      ...(data !== undefined && { data }),
    },
  };
}
