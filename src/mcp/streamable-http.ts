/** The connection over Streamable HTTP, the transport of MCP since 2025-03-26. */
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import type { Connection, ConnectionOptions } from './connection.ts';
import { fastCalls } from './fast-path/call-tool.ts';
import { watchStreams } from './interrupted-streams.ts';
import { lenientFetch } from './lenient-fetch.ts';
import { notificationStream } from './notification-stream.ts';
import { separateSignals } from './request-signals.ts';
import { limitProbe } from './silent-probe.ts';

export function connectOverStreamableHttp(options: ConnectionOptions): Connection {
  const { url, fetch, clock, knownEra, fastPath, handshakeTimeout } = options;
  const notifications = notificationStream({ fetch, clock, isOffered: knownEra?.listens });
  const calls = fastPath ? fastCalls({ fetch: notifications.fetch, url, clock }) : undefined;
  const streams = watchStreams(lenientFetch(calls?.fetch ?? notifications.fetch), url);
  const transport = new StreamableHTTPClientTransport(new URL(url), {
    fetch: streams.fetch,
    onInsufficientScope: 'throw',
  });
  separateSignals(transport);
  const late = limitProbe(transport, { clock, timeout: handshakeTimeout });
  streams.attach(transport);
  return {
    transport,
    refused: Promise.race([streams.refused, late]),
    terminated: notifications.terminated,
    listening: notifications.answered,
    isStateful: () => transport.sessionId !== undefined,
    legacyEra: () => ({ kind: 'legacy', listens: notifications.isOffered() }),
    fastCall: () => calls?.attach(transport),
    terminate: () => transport.terminateSession(),
  };
}
