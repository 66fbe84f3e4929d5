/**
 * What records calls: the audit log, metrics and traces. A call is whatever makes a server do something for a client: a call of
 * a tool, and the read of a resource, a prompt or a completion. Observers see how it goes, and change nothing about it.
 */

export type CallMethod = 'tools/call' | 'resources/read' | 'prompts/get' | 'completion/complete';

export interface StartedCall {
  readonly method: CallMethod;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly agent?: string;
  /** Who calls, where that is not whoever has started the gateway. */
  readonly caller?: { readonly project: string; readonly name: string };
  /** The id of the HTTP request that the call came with. */
  readonly requestId?: string;
  /** How the client introduced itself, which proves nothing. */
  readonly client?: { readonly name: string; readonly version: string };
  /** The name of the tool or prompt that the client uses, or the URI of the resource. */
  readonly name: string;
  readonly arguments: unknown;
  /** The `_meta` of the request, which may name the trace that the call is a part of. */
  readonly meta: Readonly<Record<string, unknown>>;
}

export type Outcome =
  | 'ok'
  /** The tool ran and reported an error. */
  | 'tool_error'
  /** The server needs an answer of a person first; the client will repeat the call. */
  | 'input_required'
  /** The call did not reach the server: the tool is unknown or hidden, the connection failed, the time was over. */
  | 'refused'
  /** The server answered with a JSON-RPC error, or there is a bug. */
  | 'failed'
  | 'cancelled';

export interface EndedCall {
  /** How long the call took, with fractions. */
  readonly milliseconds: number;
  /** The unique name of the server, and its own name of the tool or prompt; undefined when no server has it. */
  readonly server?: string;
  readonly tool?: string;
  readonly outcome: Outcome;
  /** The code of a refusal, or of a JSON-RPC error. */
  readonly code?: string | number;
}

export interface CallObserver {
  begin(call: StartedCall): CallObservation;
}

export interface CallObservation {
  /** Goes to the server in `_meta`. */
  readonly meta?: Readonly<Record<string, string>>;
  /**
   * Called when the server is known, before the call goes out, which waits for it.
   *
   * @throws Refusal when the call must not go out
   */
  send?(target: Pick<EndedCall, 'server' | 'tool'>): Promise<void>;
  end(call: EndedCall): void;
}
