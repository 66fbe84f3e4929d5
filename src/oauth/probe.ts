/** Sends requests without a token to an MCP server, to learn whether and how it wants one: RFC 6750, section 3. */
import { bearerChallenge, type Challenge } from './challenge.ts';
import type { Discoverer } from './document.ts';
import { readIdentity, type ServerIdentity } from './server-identity.ts';
import { introduceOverSse } from './sse-introduction.ts';

export type Probe =
  | { readonly requiresAuth: true; readonly challenge?: Challenge }
  | {
      readonly requiresAuth: false;
      readonly identity?: ServerIdentity;
      /** Set for a server that speaks only HTTP+SSE, the transport of MCP 2024-11-05. */
      readonly transport?: 'http+sse';
    }
  /** The server sent neither a result nor a challenge. This never means "no". */
  | { readonly requiresAuth: 'unknown'; readonly reason: string };

const PROBE_MILLISECONDS = 10_000;
/**
 * Within this time a server that has begun to answer has said who it is. A body that drips must not delay every probe.
 */
const ANSWER_MILLISECONDS = 4_000;
const IDENTITY = { name: 'mcpctl', version: '0' };

const MODERN = {
  jsonrpc: '2.0',
  id: 1,
  method: 'server/discover',
  params: {
    _meta: {
      'io.modelcontextprotocol/protocolVersion': '2026-07-28',
      'io.modelcontextprotocol/clientInfo': IDENTITY,
      'io.modelcontextprotocol/clientCapabilities': {},
    },
  },
};

const LEGACY = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: IDENTITY },
};

const REQUESTS: readonly RequestInit[] = [
  post(MODERN, { 'mcp-protocol-version': '2026-07-28', 'mcp-method': MODERN.method }),
  post(LEGACY, { 'mcp-protocol-version': '2025-11-25' }),
  { method: 'GET', headers: { accept: 'text/event-stream' } },
];

/**
 * Stops at the first response that says something.
 * @throws what the network throws
 */
export async function probeServer(url: string, { clock, stream, observe }: Discoverer): Promise<Probe> {
  let reason = '';
  let hasAnswered = false;
  for (const request of REQUESTS) {
    const limit = clock.timeout(PROBE_MILLISECONDS);
    const response = await stream(url, { ...request, signal: limit }).catch((thrown) => {
      // An older server may say nothing at all to a method that it does not know.
      if (request === REQUESTS[0] && limit.aborted) return undefined;
      throw thrown;
    });
    if (response === undefined) continue;
    const { status, headers } = response;
    const method = String(request.method);
    if (method === 'GET' && response.ok && !hasAnswered) {
      const within = clock.timeout(ANSWER_MILLISECONDS);
      const introduced = await introduceOverSse(response, { url, stream, within, message: LEGACY });
      if (introduced) {
        observe?.({
          method,
          url,
          status,
          conclusion: 'It answers without authorization, over HTTP+SSE of 2024-11-05.',
        });
        return { requiresAuth: false, transport: 'http+sse', ...introduced };
      }
    }
    const mayTell = method === 'POST' && (response.ok || status === 400);
    const identity = mayTell ? readIdentity(await readStart(response, clock.timeout(ANSWER_MILLISECONDS))) : undefined;
    // A body that was begun is cancelled by its reader, and one that broke cannot be.
    if (!response.body?.locked) await response.body?.cancel().catch(() => {});
    const saw = (conclusion: string) => observe?.({ method, url, status, conclusion });
    if (status === 401) {
      saw('It wants authorization.');
      return { requiresAuth: true, challenge: bearerChallenge(headers.get('www-authenticate')) };
    }
    // A server of 2026-07-28 that does not speak our version answers 400, and it wanted no token for that.
    hasAnswered ||= response.ok || identity?.protocolVersions !== undefined;
    if (identity || (hasAnswered && request !== REQUESTS[0])) {
      saw('It answers without authorization.');
      return { requiresAuth: false, identity };
    }
    if (hasAnswered) {
      saw('It answers without authorization, and does not say who it is.');
      continue;
    }
    reason = `It answered ${method} with status ${status}.`;
    saw('This says nothing about authorization.');
  }
  return hasAnswered ? { requiresAuth: false } : { requiresAuth: 'unknown', reason };
}

function post(message: object, headers: Record<string, string>): RequestInit {
  return {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...headers },
    body: JSON.stringify(message),
  };
}

/**
 * Reads the first 16 KiB of the body, or the first event of a stream. A body that breaks off or is not over at the
 * deadline gives what has come of it.
 */
async function readStart(response: Response, deadline: AbortSignal): Promise<string> {
  const reader = response.body?.getReader();
  if (reader === undefined) return '';
  const isEvents = response.headers.get('content-type')?.includes('text/event-stream') ?? false;
  const decoder = new TextDecoder();
  let text = '';
  const cancel = () => void reader.cancel().catch(() => {});
  deadline.addEventListener('abort', cancel);
  try {
    for (let part = await reader.read(); !part.done && text.length < 16_384; part = await reader.read()) {
      text += decoder.decode(part.value, { stream: true });
      if (isEvents && /^data:.*\r?\n\r?\n/m.test(text)) break;
    }
    await reader.cancel();
  } catch {
    // The status says enough by itself.
  } finally {
    deadline.removeEventListener('abort', cancel);
  }
  return text;
}
