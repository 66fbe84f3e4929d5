/** Who keeps account of calls: the audit log, metrics, traces. They see how a call goes, and change nothing of it. */

export interface StartedCall {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly agent?: string;
  /** As it introduced itself, which proves nothing. */
  readonly client?: { readonly name: string; readonly version: string };
  /** The tool, as the client calls it. */
  readonly name: string;
  readonly arguments: unknown;
  /** The `_meta` of the request, which may tell what it is part of. */
  readonly meta: Readonly<Record<string, unknown>>;
}

export type Outcome =
  | 'ok'
  /** The tool ran and reported an error. */
  | 'tool_error'
  /** The server wants something of a person first; the call will come again. */
  | 'input_required'
  /** By us, or on the way to the server: unknown, hidden, not connected, out of time. */
  | 'refused'
  /** The server answered with an error of the protocol, or something broke. */
  | 'failed'
  | 'cancelled';

export interface EndedCall {
  /** How long it took, with fractions. */
  readonly milliseconds: number;
  /** The server's unique name, and its own name of the tool; undefined when nobody has such a tool. */
  readonly server?: string;
  readonly tool?: string;
  readonly outcome: Outcome;
  /** Of a refusal, or of an error of JSON-RPC. */
  readonly code?: string | number;
}

export interface CallObserver {
  begin(call: StartedCall): CallObservation;
}

export interface CallObservation {
  /** Goes along to the server in `_meta`. */
  readonly meta?: Readonly<Record<string, string>>;
  end(call: EndedCall): void;
}

/** A client may call itself, and tools that nobody has, anything: so much of it is kept. */
const LETTERS = 256;

export function bounded({ name, client, ...call }: StartedCall): StartedCall {
  const cut = (text: string) => text.slice(0, LETTERS);
  return { ...call, name: cut(name), client: client && { name: cut(client.name), version: cut(client.version) } };
}
