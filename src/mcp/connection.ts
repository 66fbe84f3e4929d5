/** What carries the messages of a session: Streamable HTTP, or HTTP+SSE of 2024-11-05. */
import type { Transport } from '@modelcontextprotocol/client';
import type { Clock, Fetch } from '../ports/index.ts';
import type { LegacyEra } from './era.ts';
import type { FastCall } from './fast-path/call-tool.ts';

export interface Connection {
  /** Not started yet. */
  readonly transport: Transport;
  /** Rejects with the first refusal of a stream, or when the handshake takes too long. */
  readonly refused: Promise<never>;
  /** Resolves when the server says that it no longer knows the session. */
  readonly terminated: Promise<void>;
  /** Resolves when what the server asks on a stream of its own reaches us, or will never be sent. */
  listening(): Promise<unknown>;
  /** Whether the server knows which messages belong to one session. */
  isStateful(): boolean;
  /** What the next session with a server before 2026-07-28 may know. */
  legacyEra(): LegacyEra;
  /** Calls tools of a server before 2026-07-28 without the SDK; undefined when that is off, or does not work here. */
  fastCall(): FastCall | undefined;
  /** Ends the session at the server. */
  terminate(): Promise<void>;
}

export interface ConnectionOptions {
  readonly url: string;
  readonly fetch: Fetch;
  readonly clock: Clock;
  /** What is known from an earlier session. */
  readonly knownEra?: LegacyEra;
  /** Whether calls may bypass the SDK. */
  readonly fastPath?: boolean;
  /** Time for each request of the handshake, and for a probe without an answer with what follows it, in milliseconds. */
  readonly handshakeTimeout: number;
}
