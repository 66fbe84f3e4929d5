/**
 * Opens a session with a server of either era. `server/discover` of 2026-07-28 is tried first; `initialize` follows when the
 * answer shows an older server, and once when it is a 5xx, empty or does not come, because some older servers do so. A server that knows
 * neither is asked for the stream of 2024-11-05. A 401 shows nothing about the era, so it ends the attempt.
 */

import { Client, type Implementation, type Transport } from '@modelcontextprotocol/client';
import type { Clock, Fetch } from '../ports/index.ts';
import { VERSION } from '../version.ts';
import { orAborted, settledWithin } from './bounded-wait.ts';
import type { Connection } from './connection.ts';
import type { Elicit } from './elicitation.ts';
import type { Era } from './era.ts';
import { forwardRequest, withoutContext } from './forward-request.ts';
import { connectOverSse, mayBeOfSse, showsNoSse } from './http-sse.ts';
import { listTools } from './list-tools.ts';
import { watchProtocolVersion } from './protocol-version.ts';
import { createRefusalOf, type RefusalOf } from './refusals.ts';
import { beforeDeadline } from './request-deadline.ts';
import { resourceSubscriptions } from './resource-subscriptions.ts';
import { forwardingOptions, handleServerMessages, type ServerMessageHandler } from './server-messages.ts';
import type { Session } from './session.ts';
import { connectOverStreamableHttp } from './streamable-http.ts';

export interface SessionOptions {
  readonly url: string;
  /** Adds the authorization. What it throws comes out of the session unchanged. */
  readonly fetch: Fetch;
  readonly clock: Clock;
  /** Answers what the server asks a person. Without it, the server is told that nobody can be asked. */
  readonly elicit?: Elicit;
  readonly signal?: AbortSignal;
  /** Receives what the server sends unasked. Without it, the server is offered none of the capabilities for it. */
  readonly handler?: ServerMessageHandler;
  /** The era of the server, when it is known. The first request shows when it is wrong. */
  readonly knownEra?: Era;
  /** Whether calls that are forwarded to a 2025 server bypass the SDK, which costs more than the rest of a gateway. */
  readonly fastPath?: boolean;
}

/** How mcpctl introduces itself to servers and clients. */
export const IMPLEMENTATION: Implementation = {
  name: 'mcpctl',
  version: VERSION,
};

/** Time for each request of the handshake. The SDK sends several, so its own timer keeps it. */
const HANDSHAKE_MILLISECONDS = 15_000;
/** A tool may work for long. One that reports progress may work for as long as it does so. */
const CALL_MILLISECONDS = 300_000;
/** A server may open its notification stream only when it has something to send. */
const STREAM_MILLISECONDS = 500;

/**
 * @throws Refusal server-unreachable, server-timeout, server-error, insufficient-scope
 * @throws whatever `fetch` throws
 */
export async function openSession(options: SessionOptions): Promise<Session> {
  const { url, clock, knownEra, fastPath } = options;
  const refusals = createRefusalOf(url);
  const connecting = {
    url,
    clock,
    fastPath,
    fetch: refusals.passing(options.fetch),
    knownEra: knownEra?.kind === 'legacy' ? knownEra : undefined,
    handshakeTimeout: HANDSHAKE_MILLISECONDS,
  };
  if (connecting.knownEra?.transport === 'http+sse') return openOver(connectOverSse(connecting), options, refusals);
  try {
    return await openOver(connectOverStreamableHttp(connecting), options, refusals);
  } catch (refusal) {
    if (!mayBeOfSse(refusal)) throw refusal;
    const older = connectOverSse(connecting);
    return openOver(older, { ...options, knownEra: older.legacyEra() }, refusals).catch((thrown) => {
      throw showsNoSse(thrown, older) ? refusal : thrown;
    });
  }
}

/** Does the handshake over a connection. */
async function openOver(
  connection: Connection,
  options: SessionOptions,
  { refusalOf, passing }: RefusalOf,
): Promise<Session> {
  const { url, clock, signal, handler, knownEra } = options;
  const { transport } = connection;
  const elicit = options.elicit && passing(options.elicit);
  const client = new Client(IMPLEMENTATION, {
    versionNegotiation: { mode: 'auto' },
    capabilities: elicit ? { elicitation: { form: {}, url: {} } } : {},
    ...(handler && forwardingOptions(handler)),
  });
  if (handler) handleServerMessages(client, handler);
  const interruption = elicit && answerElicitations(elicit, client);
  const versionRefused = watchProtocolVersion(transport, url);
  const refusing = <T>(work: Promise<T>, during = signal): Promise<T> =>
    (interruption ? Promise.race([work, interruption]) : work).catch((thrown) => {
      throw refusalOf(thrown, during);
    });
  try {
    const handshake = { timeout: HANDSHAKE_MILLISECONDS, signal, prior: knownEra };
    // The SDK ignores the signal while it finds out the era.
    const connected = orAborted(client.connect(transport, handshake), signal);
    await refusing(Promise.race([connected, connection.refused, versionRefused]));
  } catch (refusal) {
    // Not `client.close`, which would wait again for a server that did not answer.
    await transport.close();
    throw refusal;
  }
  const isModern = client.getProtocolEra() === 'modern';
  if (isModern) completeResults(transport);
  const fastCall = isModern ? undefined : connection.fastCall();
  const subscriptions = resourceSubscriptions(client, handler, clock);
  return {
    serverInfo: client.getServerVersion(),
    protocolVersion: client.getNegotiatedProtocolVersion() ?? '',
    era: client.getProtocolEra() ?? 'legacy',
    isStateful: connection.isStateful(),
    knownEra: () => {
      const discover = client.getDiscoverResult();
      return discover ? { kind: 'modern', discover } : connection.legacyEra();
    },
    capabilities: client.getServerCapabilities() ?? {},
    terminated: connection.terminated,
    listTools: () => refusing(listTools({ url, client, transport, clock, signal })),
    async callTool(toolDefinition, args, { timeout = CALL_MILLISECONDS, onProgress, ...callOptions } = {}) {
      // Some older servers ask on the notification stream, and what they ask before it is open is lost.
      if (elicit) await settledWithin(connection.listening(), STREAM_MILLISECONDS, clock);
      const during = callOptions.signal ?? signal;
      const params = { name: toolDefinition.name, arguments: args };
      const request = beforeDeadline({ clock, timeout, signal: during, onProgress }, (requestOptions) =>
        client.callTool(params, { ...requestOptions, toolDefinition }),
      );
      return refusing(request, during);
    },
    forward(request, forwardOptions = {}) {
      const { runInContext = withoutContext, timeout = CALL_MILLISECONDS, tool, onProgress } = forwardOptions;
      const during = forwardOptions.signal ?? signal;
      if (fastCall && request.method === 'tools/call') {
        const params = request.params ?? {};
        return refusing(fastCall(params, { timeout, signal: during, onProgress, runInContext }), during);
      }
      const send = () =>
        beforeDeadline({ clock, timeout, signal: during, onProgress }, (requestOptions) =>
          forwardRequest(client, request, { ...requestOptions, tool }),
        );
      return refusing(runInContext(send), during);
    },
    subscribe: (uri) => refusing(subscriptions.subscribe(uri)),
    unsubscribe: (uri) => refusing(subscriptions.unsubscribe(uri)),
    async close() {
      await connection.terminate().catch(() => {});
      await client.close().catch(() => {});
    },
  };
}

/** Rejects when `elicit` throws instead of answering; the server is told that its question was cancelled. */
function answerElicitations(elicit: Elicit, client: Client): Promise<never> {
  const interruption = new Promise<never>((_, reject) => {
    client.setRequestHandler('elicitation/create', ({ params }) =>
      elicit(params).catch((thrown) => {
        reject(thrown);
        return { action: 'cancel' };
      }),
    );
  });
  interruption.catch(() => {});
  return interruption;
}

/** A result without `resultType` is complete (MCP 2026-07-28, "Multi round-trip requests"); the SDK rejects it. */
function completeResults(transport: Transport): void {
  const deliver = transport.onmessage;
  transport.onmessage = (message) => {
    const isUntyped = 'result' in message && message.result.resultType === undefined;
    deliver?.(isUntyped ? { ...message, result: { ...message.result, resultType: 'complete' } } : message);
  };
}
