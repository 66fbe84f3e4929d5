/** Asks an MCP server without a token, to see whether and how it wants one: RFC 6750, section 3. */
import type { Challenge } from './challenge.ts';
import { bearerChallenge } from './challenge.ts';
import type { Discoverer } from './document.ts';

export type Probe =
  | { readonly requiresAuth: true; readonly challenge?: Challenge }
  | { readonly requiresAuth: false }
  /** Neither an answer nor a challenge: never taken for "no". */
  | { readonly requiresAuth: 'unknown'; readonly reason: string };

const PROBE_MILLISECONDS = 10_000;
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

/** Stops at the first answer that says something. Throws what the network refuses. */
export async function probeServer(url: string, { stream, observe }: Discoverer): Promise<Probe> {
  let reason = '';
  for (const request of REQUESTS) {
    const response = await stream(url, { ...request, signal: AbortSignal.timeout(PROBE_MILLISECONDS) });
    const { status, headers } = response;
    const isModern = status === 400 && namesSupportedVersions(await readStart(response));
    if (!response.bodyUsed) await response.body?.cancel();
    const method = String(request.method);
    const saw = (conclusion: string) => observe?.({ method, url, status, conclusion });
    if (status === 401) {
      saw('It wants authorization.');
      return { requiresAuth: true, challenge: bearerChallenge(headers.get('www-authenticate')) };
    }
    if (response.ok || isModern) {
      saw('It answers without authorization.');
      return { requiresAuth: false };
    }
    reason = `It answered ${method} with status ${status}.`;
    saw('This says nothing about authorization.');
  }
  return { requiresAuth: 'unknown', reason };
}

function post(message: object, headers: Record<string, string>): RequestInit {
  return {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...headers },
    body: JSON.stringify(message),
  };
}

/** A server of 2026-07-28 or later that does not speak our version answered all the same, and asked for nothing. */
function namesSupportedVersions(body: string): boolean {
  try {
    const { error } = JSON.parse(body) as { error?: { data?: { supported?: unknown } } };
    return Array.isArray(error?.data?.supported);
  } catch {
    return false;
  }
}

/** The first 16 KiB: this leg has no limit of its own. */
async function readStart(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  if (reader === undefined) return '';
  const decoder = new TextDecoder();
  let text = '';
  for (let part = await reader.read(); !part.done && text.length < 16_384; part = await reader.read()) {
    text += decoder.decode(part.value, { stream: true });
  }
  await reader.cancel();
  return text;
}
