/**
 * Answers to calls of 2025 clients, beside the transport of the SDK, which opens a stream for each of them. The answer is
 * JSON when there is nothing to say before it, and else a stream, begun when there is (MCP 2025-11-25, Streamable HTTP).
 * Of other requests there are few, and they go the usual way.
 */
import {
  isJSONRPCRequest,
  type JSONRPCRequest,
  PROTOCOL_VERSION_META_KEY,
  type RequestId,
  SUPPORTED_PROTOCOL_VERSIONS,
  type WebStandardStreamableHTTPServerTransport,
} from '@modelcontextprotocol/server';
import type { Posted, Reply } from '../ports.ts';

/** So often a client hears that its call goes on. Milliseconds. */
const KEEP_ALIVE = 15_000;

export interface PlainAnswers {
  /** Whether what was posted to this session is answered here; the transport answers the rest, faults included. */
  takes(posted: Posted): boolean;
}

/** To be called before a server is connected to the transport. */
export function plainAnswers(transport: WebStandardStreamableHTTPServerTransport): PlainAnswers {
  const open = new Map<RequestId | undefined, Answer>();
  const send = transport.send.bind(transport);
  transport.send = async (message, options) => {
    const isLast = !('method' in message);
    const id = isLast ? message.id : options?.relatedRequestId;
    const answer = open.get(id);
    if (!answer) return send(message, options);
    if (isLast) open.delete(id);
    if (isLast) answer.conclude(JSON.stringify(message));
    else answer.sayBefore(JSON.stringify(message));
  };
  transport.onclose = () => {
    for (const answer of open.values()) answer.abandon();
  };
  return {
    takes({ header, json, reply }) {
      if (!isForSession(header) || !isJSONRPCRequest(json) || !isCallOfSession(json)) return false;
      const { id } = json;
      if (open.has(id)) return false;
      open.set(id, answerTo(reply, transport.sessionId));
      reply.onOver(() => open.delete(id));
      transport.onmessage?.(json);
      return true;
    },
  };
}

/** Whether the transport would look at the body of such a request. */
function isForSession(header: Posted['header']): boolean {
  const accepted = header('accept') ?? '';
  const version = header('mcp-protocol-version');
  if (version !== undefined && !SUPPORTED_PROTOCOL_VERSIONS.includes(version)) return false;
  return accepted.includes('application/json') && accepted.includes('text/event-stream');
}

/** One that claims to be of 2026-07-28 is not. */
function isCallOfSession({ method, params }: JSONRPCRequest): boolean {
  return method === 'tools/call' && !(PROTOCOL_VERSION_META_KEY in (params?._meta ?? {}));
}

interface Answer {
  conclude(message: string): void;
  sayBefore(message: string): void;
  /** Without an answer: the session is over. */
  abandon(): void;
}

function answerTo(reply: Reply, session: string | undefined): Answer {
  const headers: Record<string, string> = session === undefined ? {} : { 'mcp-session-id': session };
  const event = (message: string) => `event: message\ndata: ${message}\n\n`;
  let isStream = false;
  const write = (text: string) => {
    isStream = true;
    reply.stream(text, headers);
  };
  const keepAlive = setInterval(() => write(': keepalive\n\n'), KEEP_ALIVE);
  reply.onOver(() => clearInterval(keepAlive));
  return {
    conclude(message) {
      if (isStream) {
        write(event(message));
        reply.endStream();
      } else reply.json(message, headers);
    },
    sayBefore: (message) => write(event(message)),
    abandon() {
      write('');
      reply.endStream();
    },
  };
}
