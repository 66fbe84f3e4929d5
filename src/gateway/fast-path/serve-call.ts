/**
 * Calls of 2025 clients, answered beside the server and the transport of the SDK: these two do more work for a call than all
 * the rest of a gateway. The answer is JSON when there is nothing to say before it, and else a stream, begun when there is
 * (MCP 2025-11-25, Streamable HTTP). Of other requests there are few, and they go the usual way.
 */
import {
  isJSONRPCRequest,
  isSpecType,
  type JSONRPCMessage,
  PROTOCOL_VERSION_META_KEY,
  ProtocolErrorCode,
  type RequestId,
  type Server,
  SUPPORTED_PROTOCOL_VERSIONS,
  type WebStandardStreamableHTTPServerTransport,
} from '@modelcontextprotocol/server';
import type { Tool } from '../../mcp/session.ts';
import type { PostedJson } from '../../ports/index.ts';
import type { CallParams, ToolCalls } from '../call-tool.ts';
import type { CatalogEntry } from '../catalog.ts';
import { ANSWER_MILLISECONDS, type ClientRequest } from '../client-request.ts';
import { createLogLevel } from '../log-level.ts';
import { type OpenReply, openReply } from './open-reply.ts';

export interface FastCalls {
  /** Whether what was posted to this session is answered here; the SDK answers the rest, faults included. */
  tryHandle(posted: PostedJson): Promise<boolean>;
}

interface OpenCall {
  readonly reply: OpenReply;
  readonly abort: AbortController;
}

interface Call {
  readonly id: RequestId;
  readonly params: CallParams;
}

/** To be called before the server is connected to the transport. */
export function fastCalls(
  server: Server,
  transport: WebStandardStreamableHTTPServerTransport,
  calls: ToolCalls,
): FastCalls {
  const open = new Map<unknown, OpenCall>();
  const logLevel = createLogLevel();
  const send = transport.send.bind(transport);
  transport.send = async (message, options) => {
    const call = open.get(options?.relatedRequestId);
    if (call) call.reply.sayBefore(message);
    else await send(message, options);
  };
  // The server of the SDK hears it as well.
  transport.onmessage = (message) => {
    logLevel.hear(message);
    const { requestId, reason } = cancellationIn(message) ?? {};
    open.get(requestId)?.abort.abort(reason);
  };
  transport.onclose = () => {
    for (const { abort } of open.values()) abort.abort(new Error('The session is over.'));
  };

  const requestOf = ({ id, params }: Call, signal: AbortSignal): ClientRequest => {
    const notify: ClientRequest['notify'] = (notification) =>
      server.notification(notification, { relatedRequestId: id });
    return {
      method: 'tools/call',
      era: 'legacy',
      meta: params._meta ?? {},
      signal,
      client: server.getClientVersion(),
      capabilities: server.getClientCapabilities() ?? {},
      caller: {
        ask: (method, asked, until) =>
          server.request(
            { method, params: asked },
            { signal: until, timeout: ANSWER_MILLISECONDS, relatedRequestId: id },
          ),
        log(line) {
          if (logLevel.isWanted(line.level)) notify({ method: 'notifications/message', params: line }).catch(() => {});
        },
      },
      notify,
    };
  };
  const answer = async (call: Call, entry: CatalogEntry<Tool>, { reply, abort }: OpenCall) => {
    const message = await calls.call(call.params, requestOf(call, abort.signal), entry).then(
      (result): JSONRPCMessage => ({ jsonrpc: '2.0', id: call.id, result }),
      (thrown) => errorOf(call.id, thrown),
    );
    open.delete(call.id);
    // What was cancelled is not answered (MCP, "Cancellation").
    if (abort.signal.aborted) reply.abandon();
    else reply.conclude(message);
  };
  return {
    async tryHandle({ header, json, reply }) {
      if (!isForSession(header) || !isCall(json)) return false;
      const entry = await calls.findFast(json.params.name);
      if (!entry || open.has(json.id)) return false;
      const call = { reply: openReply(reply, transport.sessionId), abort: new AbortController() };
      open.set(json.id, call);
      void answer(json, entry, call);
      return true;
    },
  };
}

/** Whether the transport would look at the body of such a request. */
function isForSession(header: PostedJson['header']): boolean {
  const accepted = header('accept') ?? '';
  const version = header('mcp-protocol-version');
  if (version !== undefined && !SUPPORTED_PROTOCOL_VERSIONS.includes(version)) return false;
  return accepted.includes('application/json') && accepted.includes('text/event-stream');
}

/** One that claims to be of 2026-07-28 is none of a session, and one that is to become a task has another answer. */
function isCall(json: unknown): json is Call {
  if (!isJSONRPCRequest(json) || !isSpecType.CallToolRequest(json)) return false;
  const { _meta: meta = {} } = json.params;
  return !('task' in json.params) && !(PROTOCOL_VERSION_META_KEY in meta);
}

function cancellationIn(message: JSONRPCMessage) {
  if (!('method' in message) || message.method !== 'notifications/cancelled') return undefined;
  return isSpecType.CancelledNotification(message) ? message.params : undefined;
}

/** As the server of the SDK says it. */
function errorOf(id: RequestId, thrown: unknown): JSONRPCMessage {
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
