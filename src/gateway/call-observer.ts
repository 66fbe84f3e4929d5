/** What records calls: the audit log, metrics and traces. They see how a call goes, and change nothing about it. */

export interface StartedCall {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly agent?: string;
  /** How the client introduced itself, which proves nothing. */
  readonly client?: { readonly name: string; readonly version: string };
  /** The name of the tool that the client uses. */
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
  /** The unique name of the server, and its own name of the tool; undefined when no server has such a tool. */
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
  end(call: EndedCall): void;
}
