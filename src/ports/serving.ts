/** What a server of ours stands on: a listener, and where calls are recorded. */
import type { OpenNetwork } from './network.ts';

/** A web server of our own. */
export interface HttpListener {
  /**
   * Listens until it is closed. Port 0 lets the operating system choose a free port.
   *
   * @throws Refusal port-taken
   */
  listen(address: ListenOptions, site: HttpSite): Promise<Listening>;
}

export interface ListenOptions {
  readonly host: string;
  readonly port: number;
  /** Serves https with these. */
  readonly tls?: TlsFiles;
  /** Whose X-Forwarded-For is believed. */
  readonly trustedProxies?: readonly OpenNetwork[];
}

/** In PEM. */
export interface TlsFiles {
  readonly cert: string;
  readonly key: string;
}

export interface Listening {
  readonly origin: string;
  /** Accepts no connection and admits no request any more. What was admitted goes on. */
  stopAdmitting(): void;
  /** Resolves when every response is complete. */
  responsesDone(): Promise<void>;
  /** Ends every connection. */
  close(): Promise<void>;
}

/** What a listener serves. `admit` is the only way to it, so no listener can leave out the authorization. */
export interface HttpSite {
  /** Decides by the head of a request, before the listener reads any of the body. */
  admit(head: RequestHead): Promise<Admission>;
  /** The response to what the listener refuses by itself. Without it such a response has no body. */
  refuse?(status: RefusedStatus): Response;
}

/** Not HTTP, too slow, too long headers, a bug, and the end of the process. */
export type RefusedStatus = 400 | 405 | 408 | 431 | 500 | 503;

export interface RequestHead {
  readonly method: string;
  /** The request target, with the query. */
  readonly path: string;
  /** The IP address of the client, as far as it is known. */
  readonly address?: string;
  /** Takes the name in lower case. */
  header(name: string): string | undefined;
}

/** A response that needs no body, a refusal among others; or who handles the request with its body. */
export type Admission =
  | {
      readonly response: Response;
      /** Whether anybody gets it, so that it shows no right to keep the connection. */
      readonly isPublic?: boolean;
    }
  | { readonly handler: RequestHandler };

export interface RequestHandler {
  /** Replies to posted JSON faster than `handle` does, or returns false, and then the listener calls `handle`. */
  readonly tryHandle?: (posted: PostedJson) => Promise<boolean>;
  handle(request: Request): Promise<Response>;
  /**
   * Bytes. Set by a handler that refuses a longer body itself: it gets the bytes as they came, and of a longer body so many
   * and one more. Without it the body is text, and the listener refuses a long one.
   */
  readonly mostBytes?: number;
}

/** JSON that a client has posted. */
export interface PostedJson {
  readonly json: unknown;
  readonly reply: Reply;
}

/** Writes the response to posted JSON: one JSON text, or a stream of events. */
export interface Reply {
  json(text: string, headers: Readonly<Record<string, string>>): void;
  /** Adds to the stream, which begins with these headers when it has not begun. */
  stream(text: string, headers: Readonly<Record<string, string>>): void;
  /** Whether the client reads more slowly than the reply comes. */
  isBehind(): boolean;
  /** Resolves when the client has read what was written, or has gone. */
  caughtUp(): Promise<void>;
  endStream(): void;
  /** Calls the listener when the response is complete, or when the client has gone. */
  onClose(listener: () => void): void;
}

/** Lines that are never changed once they are written. */
export interface AuditLog {
  /** Writes one line of JSON within a tenth of a second. `line` is called after the response has been sent. Never fails. */
  append(line: () => string): void;
  /**
   * Writes one line of JSON, and resolves when the disk has it.
   *
   * @throws Refusal file-unwritable
   */
  record(line: string): Promise<void>;
}

/** Traces, for people who follow a request through several programs (OpenTelemetry). */
export interface Tracing {
  /** `parent` has the header names of W3C Trace Context. */
  begin(name: string, attributes: Attributes, parent: Readonly<Record<string, unknown>>): Span;
  /** Sends what has not been sent. Never fails, and does not take long. */
  close(): Promise<void>;
}

export interface Span {
  /** The headers of W3C Trace Context that make a later span a part of this one. */
  readonly context: Readonly<Record<string, string>>;
  /** The span counts as failed when there is an `error`. */
  end(attributes: Attributes, error?: string): void;
}

/** Attributes that are undefined are left out. */
export type Attributes = Readonly<Record<string, string | number | undefined>>;
