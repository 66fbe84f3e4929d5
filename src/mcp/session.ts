/**
 * A session with one MCP server over Streamable HTTP, of either era: `server/discover` of 2026-07-28 is
 * tried first, and `initialize` follows only when the answer shows an older server. A 401 or a 5xx shows
 * nothing about age, so it ends the attempt.
 */
import {
  type CallToolResult,
  Client,
  type Implementation,
  type ProgressCallback,
  type ProtocolEra,
  type ServerCapabilities,
  StreamableHTTPClientTransport,
  type Tool,
} from '@modelcontextprotocol/client';
import type { Fetch } from '../ports/index.ts';
import type { Elicit } from './elicitation.ts';
import type { Era } from './era.ts';
import { fastCalls } from './fast-path/call-tool.ts';
import { type FaultyTool, withoutFaultyTools } from './faulty-tools.ts';
import { watchStreams } from './interrupted-streams.ts';
import { notificationStream } from './notification-stream.ts';
import { readAllPages } from './pagination.ts';
import { refusalOf } from './refusals.ts';
import {
  type ForwardOptions,
  forwardRequest,
  type Relay,
  type Result,
  relayFrom,
  relayingOptions,
  withoutContext,
} from './relay.ts';
import { separateSignals } from './request-signals.ts';
import { createSubscriptions, type Subscriptions } from './subscriptions.ts';
import { passed } from './waiting.ts';

export type { CallToolResult, FaultyTool, Tool };

export interface SessionOptions {
  readonly url: string;
  /** Adds the authorization; what it refuses comes out of the session unchanged. */
  readonly fetch: Fetch;
  /** How we introduce ourselves; mcpctl and its version when left out. */
  readonly client?: Implementation;
  /** Answers what the server asks a person. Without it, the server is told that nobody can be asked. */
  readonly elicit?: Elicit;
  readonly signal?: AbortSignal;
  /** Told of what the server sends unasked; without one, nothing of it is offered to the server. */
  readonly relay?: Relay;
  /** What is known of the server: it is not asked for its era again. The first request shows when it is wrong. */
  readonly known?: Era;
}

export interface CallOptions {
  /** How long the tool may be silent. Milliseconds; five minutes when left out. */
  readonly timeout?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: ProgressCallback;
}

export interface ToolList {
  readonly tools: readonly Tool[];
  /** Left out, since their definitions are wrong. */
  readonly faulty: readonly FaultyTool[];
  /** For how many milliseconds the server calls it fresh; unset before 2026-07-28, which knows no such hint. */
  readonly freshFor?: number;
}

export interface Session extends Subscriptions {
  /** Absent when a 2026-07-28 server does not introduce itself. */
  readonly serverInfo: Implementation | undefined;
  readonly protocolVersion: string;
  /** `modern` is 2026-07-28 and later, `legacy` before. */
  readonly era: ProtocolEra;
  /** Whether the server remembers us between requests, which it must to ask and tell in the manner of 2025. */
  readonly isKept: boolean;
  /** To open a session without asking for the era again. */
  readonly known: () => Era;
  readonly capabilities: ServerCapabilities;
  /** Resolves when a server of 2025 says on its own stream that it does not know the session any more. */
  readonly forgotten: Promise<void>;
  /** All pages. A tool whose definition is faulty is named apart and does not hide the others. */
  listTools(): Promise<ToolList>;
  /** Takes the definition, since 2026-07-28 mirrors some arguments into headers that the definition names. */
  callTool(tool: Tool, args: Record<string, unknown>, options?: CallOptions): Promise<CallToolResult>;
  /** Sends any request and gives its result as it came. A refusal over a JSON-RPC error has that error as its cause. */
  forward(request: { method: string; params?: Record<string, unknown> }, options?: ForwardOptions): Promise<Result>;
  /** Ends the session at the server, as far as it has one. Never fails. */
  close(): Promise<void>;
}

declare const MCPCTL_VERSION: string | undefined;
export const OURSELVES = { name: 'mcpctl', version: typeof MCPCTL_VERSION === 'string' ? MCPCTL_VERSION : '0.0.0' };

const HANDSHAKE_MILLISECONDS = 15_000;
/** For a page of a list. */
export const LIST_MILLISECONDS = 10_000;
/** A tool may work for long; one that tells its progress may take as long as it does so. */
const CALL_MILLISECONDS = 300_000;
/** A server may open its stream when it has something to send, and not before. */
const LISTENING_MILLISECONDS = 500;

/** Refuses `server-unreachable`, `server-timeout`, `server-error`, `insufficient-scope`, and what `fetch` refuses. */
export async function openSession(options: SessionOptions): Promise<Session> {
  const { url, fetch, elicit, signal, relay } = options;
  const client = new Client(options.client ?? OURSELVES, {
    versionNegotiation: { mode: 'auto' },
    capabilities: elicit ? { elicitation: { form: {}, url: {} } } : {},
    ...(relay && relayingOptions(relay)),
  });
  if (relay) relayFrom(client, relay);
  const interruption = elicit && answerWith(elicit, client);
  const listener = notificationStream(fetch, options.known?.kind === 'legacy' ? options.known.listens : undefined);
  const calls = fastCalls(listener.fetch, url);
  const streams = watchStreams(calls.fetch, url);
  const transport = new StreamableHTTPClientTransport(new URL(url), {
    fetch: streams.fetch,
    onInsufficientScope: 'throw',
  });
  separateSignals(transport);
  streams.attach(transport);
  const close = async () => {
    await transport.terminateSession().catch(() => {});
    await client.close().catch(() => {});
  };
  const refusing = <T>(work: Promise<T>, during = signal): Promise<T> =>
    (interruption ? Promise.race([work, interruption]) : work).catch((thrown) => {
      throw refusalOf(thrown, { url, signal: during });
    });
  try {
    const handshake = { timeout: HANDSHAKE_MILLISECONDS, signal, prior: options.known };
    await refusing(Promise.race([orAborted(client.connect(transport, handshake), signal), streams.refused]));
  } catch (refusal) {
    // Not `close`: a server that did not answer is not waited for again.
    await transport.close();
    throw refusal;
  }
  const isModern = client.getProtocolEra() === 'modern';
  if (isModern) completeResults(transport);
  const callPlainly = isModern ? undefined : calls.attach(transport);
  const subscriptions = createSubscriptions(client, relay);
  return {
    serverInfo: client.getServerVersion(),
    protocolVersion: client.getNegotiatedProtocolVersion() ?? '',
    era: client.getProtocolEra() ?? 'legacy',
    isKept: transport.sessionId !== undefined,
    known: () => {
      const discover = client.getDiscoverResult();
      return discover ? { kind: 'modern', discover } : { kind: 'legacy', listens: listener.listens() };
    },
    capabilities: client.getServerCapabilities() ?? {},
    forgotten: listener.forgotten,
    listTools: () => refusing(listTools(url, client, transport, signal)),
    async callTool(tool, args, options = {}) {
      // Some older servers ask on that stream, and what they ask before it is open is lost.
      if (elicit) await Promise.race([listener.settled(), passed(LISTENING_MILLISECONDS)]);
      const request = client.callTool(
        { name: tool.name, arguments: args },
        {
          toolDefinition: tool,
          timeout: options.timeout ?? CALL_MILLISECONDS,
          resetTimeoutOnProgress: true,
          signal: options.signal ?? signal,
          onprogress: options.onProgress,
        },
      );
      return refusing(request, options.signal ?? signal);
    },
    forward: (request, options = {}) => {
      const { runInContext = withoutContext } = options;
      const during = options.signal ?? signal;
      const passed = { ...options, timeout: options.timeout ?? CALL_MILLISECONDS, signal: during };
      const isPlain = callPlainly && request.method === 'tools/call';
      const result = isPlain
        ? callPlainly(request.params ?? {}, passed)
        : runInContext(() => forwardRequest(client, request, passed));
      return refusing(result, during);
    },
    subscribe: (uri) => refusing(subscriptions.subscribe(uri)),
    unsubscribe: (uri) => refusing(subscriptions.unsubscribe(uri)),
    close,
  };
}

/** Rejects when the question is not answered but interrupted; the server is told that it was cancelled. */
function answerWith(elicit: Elicit, client: Client): Promise<never> {
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
function completeResults(transport: StreamableHTTPClientTransport): void {
  const deliver = transport.onmessage;
  transport.onmessage = (message) => {
    const isUntyped = 'result' in message && message.result.resultType === undefined;
    deliver?.(isUntyped ? { ...message, result: { ...message.result, resultType: 'complete' } } : message);
  };
}

async function listTools(
  url: string,
  client: Client,
  transport: StreamableHTTPClientTransport,
  signal?: AbortSignal,
): Promise<ToolList> {
  if (!client.getServerCapabilities()?.tools) return { tools: [], faulty: [] };
  const faulty: FaultyTool[] = [];
  let freshFor = Number.POSITIVE_INFINITY;
  const deliver = transport.onmessage;
  transport.onmessage = (message) => {
    // A list is as fresh as the page that ages first; without a hint a page is stale at once (MCP, "Caching").
    if ('result' in message && 'tools' in message.result)
      freshFor = Math.min(freshFor, Number(message.result.ttlMs) || 0);
    deliver?.(withoutFaultyTools(message, (tool) => faulty.push(tool)));
  };
  try {
    const tools = await readAllPages(url, async (cursor) => {
      const request = { method: 'tools/list', ...(cursor !== undefined && { params: { cursor } }) } as const;
      const { tools: items, nextCursor } = await client.request(request, { timeout: LIST_MILLISECONDS, signal });
      return { items, nextCursor };
    });
    return { tools, faulty, ...(client.getProtocolEra() === 'modern' && { freshFor }) };
  } finally {
    transport.onmessage = deliver;
  }
}

/** The SDK does not look at the signal while it finds out the era. A signal may outlive many sessions: nothing stays on it. */
function orAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  let abort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal.reason);
  });
  if (signal.aborted) abort();
  else signal.addEventListener('abort', abort, { once: true });
  return Promise.race([work, aborted]).finally(() => signal.removeEventListener('abort', abort));
}
