/** Sends a client's request on to a server, and returns the result as it came, `input_required` included. */
import type {
  Client,
  JSONRPCRequest,
  ProgressCallback,
  RequestOptions,
  Result,
  Tool,
} from '@modelcontextprotocol/client';

export type { Result };

/** Runs work in an asynchronous context that the caller chose. */
export type RunInContext = <R>(work: () => Promise<R>) => Promise<R>;
export const withoutContext: RunInContext = (work) => work();

export interface ForwardOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: ProgressCallback;
  /** How long the server may be silent, in milliseconds. */
  readonly timeout?: number;
  /** Messages that the server sends before its response are handled in this context. */
  readonly runInContext?: RunInContext;
  /** The definition of the tool that is called: it names arguments that are mirrored into headers. */
  readonly tool?: Tool;
}

export type ForwardableRequest = Pick<JSONRPCRequest, 'method' | 'params'>;

export function forwardRequest(
  client: Client,
  { method, params = {} }: ForwardableRequest,
  { tool, ...requestOptions }: RequestOptions & { readonly tool?: Tool },
): Promise<Result> {
  const options = { ...requestOptions, allowInputRequired: true };
  if (method !== 'tools/call' || !tool) return client.request({ method: method as 'prompts/get', params }, options);
  // The client that sent the request checks the result against the output schema.
  const { outputSchema: _, ...toolDefinition } = tool;
  return client.callTool(params as { name: string }, { ...options, toolDefinition });
}
