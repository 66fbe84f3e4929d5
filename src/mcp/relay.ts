/** What a session can do for somebody who stands between a client and a server: pass on, and be told. */
import type {
  Client,
  ClientCapabilities,
  ClientOptions,
  JSONRPCRequest,
  ProgressCallback,
  RequestOptions,
  Result,
  Tool,
} from '@modelcontextprotocol/client';

export type { Result };

/** The kinds of lists that a server may say it has changed. */
export type ListKind = 'tools' | 'prompts' | 'resources';

/** Who is told of what a server sends unasked. */
export interface Relay {
  listChanged(kind: ListKind): void;
  /** A resource that somebody has subscribed to is different now. */
  updated(uri: string): void;
  /** `notifications/message`: a line of the server's log. */
  logged(params: Record<string, unknown>): void;
  /** A request of a 2025 server for something that only the client at the other end has. */
  asked(method: AskedMethod, params: Record<string, unknown>, signal: AbortSignal): Promise<Result>;
}

const ASKED_METHODS = ['elicitation/create', 'sampling/createMessage', 'roots/list'] as const;
export type AskedMethod = (typeof ASKED_METHODS)[number];

/** What a server may be told that its client can do: the client at the other end decides what it answers. */
const CAPABILITIES: ClientCapabilities = { elicitation: { form: {}, url: {} }, sampling: { tools: {} }, roots: {} };

export type RunInContext = <R>(work: () => Promise<R>) => Promise<R>;
/** Nobody's. */
export const withoutContext: RunInContext = (work) => work();

export interface ForwardOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: ProgressCallback;
  /** How long one request may be silent, in milliseconds. */
  readonly timeout?: number;
  /** In which what the server says on the way to its answer is read. */
  readonly runInContext?: RunInContext;
  /** The definition of a tool that is called, since some arguments are mirrored into headers that it names. */
  readonly tool?: Tool;
}

/** The options of a client that relays: `input_required` is handed on, not answered here. */
export function relayingOptions({ listChanged }: Relay): ClientOptions {
  const on = (kind: ListKind) => ({ autoRefresh: false, onChanged: () => listChanged(kind) });
  return {
    capabilities: CAPABILITIES,
    inputRequired: { autoFulfill: false },
    listChanged: { tools: on('tools'), prompts: on('prompts'), resources: on('resources') },
  };
}

/** Connects what the server sends to the relay. To be called before the client connects. */
export function relayFrom(client: Client, relay: Relay): void {
  client.setNotificationHandler('notifications/message', ({ params }) => relay.logged({ ...params }));
  client.setNotificationHandler('notifications/resources/updated', ({ params }) => relay.updated(params.uri));
  // One handler for three methods is beyond the overloads of the SDK.
  const handle = client.setRequestHandler.bind(client) as (method: AskedMethod, handler: AskedHandler) => void;
  for (const method of ASKED_METHODS) {
    handle(method, ({ params }, { mcpReq }) => relay.asked(method, { ...params }, mcpReq.signal));
  }
}

type AskedHandler = (request: { params?: object }, context: { mcpReq: { signal: AbortSignal } }) => Promise<Result>;

/** Sends a request of somebody else, and gives back the result as it came, `input_required` included. */
export function forwardRequest(
  client: Client,
  { method, params = {} }: Pick<JSONRPCRequest, 'method' | 'params'>,
  { signal, onProgress, timeout, tool }: ForwardOptions,
): Promise<Result> {
  const options: RequestOptions = {
    signal,
    timeout,
    onprogress: onProgress,
    resetTimeoutOnProgress: true,
    allowInputRequired: true,
  };
  if (method !== 'tools/call' || !tool) return client.request({ method: method as 'prompts/get', params }, options);
  // Whether the result matches its schema is for the client at the other end to judge.
  const { outputSchema: _, ...toolDefinition } = tool;
  return client.callTool(params as { name: string }, { ...options, toolDefinition });
}
