/** What an MCP server sends although nobody has asked for it: notifications, and requests to the client. */
import type { Client, ClientCapabilities, ClientOptions, Result } from '@modelcontextprotocol/client';

/** The kinds of lists whose change a server can announce. */
export type ListKind = 'tools' | 'prompts' | 'resources';

const REQUEST_METHODS = ['elicitation/create', 'sampling/createMessage', 'roots/list'] as const;
/** The requests that a 2025 server sends to its client. */
export type ServerRequestMethod = (typeof REQUEST_METHODS)[number];

/** Receives what a server sends, in place of a client that mcpctl forwards it to. */
export interface ServerMessageHandler {
  onListChanged(kind: ListKind): void;
  /** A resource that mcpctl has subscribed to has changed. */
  onResourceUpdated(uri: string): void;
  /** `notifications/message`: a line of the server's log. */
  onLogMessage(params: Record<string, unknown>): void;
  onRequest(method: ServerRequestMethod, params: Record<string, unknown>, signal: AbortSignal): Promise<Result>;
}

/** The client behind mcpctl decides what it answers, so the server is told that everything can be asked. */
const CAPABILITIES: ClientCapabilities = { elicitation: { form: {}, url: {} }, sampling: { tools: {} }, roots: {} };

/** The options of an SDK client that hands `input_required` on instead of answering it. */
export function forwardingOptions({ onListChanged }: ServerMessageHandler): ClientOptions {
  const on = (kind: ListKind) => ({ autoRefresh: false, onChanged: () => onListChanged(kind) });
  return {
    capabilities: CAPABILITIES,
    inputRequired: { autoFulfill: false },
    listChanged: { tools: on('tools'), prompts: on('prompts'), resources: on('resources') },
  };
}

type RequestHandler = (request: { params?: object }, context: { mcpReq: { signal: AbortSignal } }) => Promise<Result>;

/** Must be called before the client connects. */
export function handleServerMessages(client: Client, handler: ServerMessageHandler): void {
  client.setNotificationHandler('notifications/message', ({ params }) => handler.onLogMessage({ ...params }));
  client.setNotificationHandler('notifications/resources/updated', ({ params }) =>
    handler.onResourceUpdated(params.uri),
  );
  // The overloads of the SDK do not take one handler for three methods.
  const setHandler = client.setRequestHandler.bind(client) as (
    method: ServerRequestMethod,
    handle: RequestHandler,
  ) => void;
  for (const method of REQUEST_METHODS) {
    setHandler(method, ({ params }, { mcpReq }) => handler.onRequest(method, { ...params }, mcpReq.signal));
  }
}
