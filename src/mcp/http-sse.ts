/** The connection over HTTP+SSE, the transport of MCP 2024-11-05, and the answers that lead to it. */
import { Refusal } from '../refusal.ts';
import type { Connection, ConnectionOptions } from './connection.ts';
import { sseTransport } from './sse-transport.ts';

export interface SseConnection extends Connection {
  /** Whether the server has shown that it speaks HTTP+SSE. */
  readonly isSpoken: () => boolean;
}

export function connectOverSse({ url, fetch, clock, handshakeTimeout }: ConnectionOptions): SseConnection {
  const transport = sseTransport({ fetch, url, clock, timeout: handshakeTimeout });
  return {
    transport,
    refused: transport.refused,
    terminated: transport.terminated,
    listening: async () => {},
    isStateful: () => true,
    legacyEra: () => ({ kind: 'legacy', transport: 'http+sse' }),
    fastCall: () => undefined,
    // The end of the stream is the end of the session.
    terminate: async () => {},
    isSpoken: transport.isOpen,
  };
}

/**
 * Whether a server that refused the handshake over Streamable HTTP may be one of 2024-11-05: it answered that it knows no
 * such request.
 *
 * @see https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#backwards-compatibility
 */
export function mayBeOfSse(thrown: unknown): boolean {
  const status = statusOf(thrown);
  return status !== undefined && status >= 400 && status < 500 && !SAYS_OTHERWISE.has(status);
}

/** Whether a failed attempt over HTTP+SSE shows only that the server does not speak it. */
export function showsNoSse(thrown: unknown, { isSpoken }: Pick<SseConnection, 'isSpoken'>): boolean {
  if (isSpoken() || !(thrown instanceof Refusal)) return false;
  const status = statusOf(thrown);
  return status !== 401 && status !== 403 && FAILURES.has(thrown.code);
}

const FAILURES: ReadonlySet<string> = new Set(['server-error', 'server-timeout', 'server-unreachable']);

/** Authorization is missing, or the server has too much to do: it did not look at the request. */
const SAYS_OTHERWISE: ReadonlySet<number> = new Set([401, 403, 407, 408, 421, 425, 429]);

function statusOf(thrown: unknown): number | undefined {
  if (!(thrown instanceof Refusal) || thrown.code !== 'server-error') return undefined;
  const { status } = thrown.details;
  return typeof status === 'number' ? status : undefined;
}
