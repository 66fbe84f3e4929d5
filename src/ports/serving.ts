/** What a server of ours stands on: a listener, and where calls are recorded. */

/** A web server of our own. */
export interface HttpListener {
  /** Port 0 is an ephemeral one. Refuses `port-taken`. */
  listen(
    address: { readonly host: string; readonly port: number },
    site: Site,
  ): Promise<{ readonly origin: string; close(): Promise<void> }>;
}

/** What is served. */
export interface Site {
  /** Who comes in. Where it has an answer, the body is not read. */
  authorize(visitor: RequestHeaders): Response | undefined;
  /** Whether it answers what was posted by itself, and more quickly than `answer` would. */
  tryHandle(posted: PostedJson): Promise<boolean>;
  handle(request: Request): Promise<Response>;
}

/** JSON that somebody has posted. */
export interface PostedJson {
  /** With the query, if there is one. */
  readonly path: string;
  header(name: string): string | undefined;
  readonly json: unknown;
  readonly reply: Reply;
}

/** The answer to it: one JSON text, or a stream of events. */
export interface Reply {
  json(text: string, headers: Readonly<Record<string, string>>): void;
  /** Begins the stream with these headers if it has not begun, and adds to it. */
  stream(text: string, headers: Readonly<Record<string, string>>): void;
  endStream(): void;
  /** Told when it is over, or when nobody waits for it any more. */
  onOver(listener: () => void): void;
}

/** The headers of a request that say who comes, and from where. */
export interface RequestHeaders {
  readonly host?: string;
  readonly origin?: string;
  readonly authorization?: string;
}

/** Lines that are never changed once they are written. */
export interface AuditLog {
  /** One line of JSON, without its end. It is made when the call that it is about has been answered. Never fails. */
  append(line: () => string): void;
}

/** Traces of what is done, for whoever follows a request through several programs (OpenTelemetry). */
export interface Tracing {
  /** `parent` has the header names of W3C Trace Context. */
  begin(name: string, attributes: Attributes, parent: Readonly<Record<string, unknown>>): Span;
  /** Sends what has not been sent. Never fails, and does not take long. */
  close(): Promise<void>;
}

export interface Span {
  /** Makes what comes after it a part of it: the headers of W3C Trace Context. */
  readonly context: Readonly<Record<string, string>>;
  /** With `error`, it failed. */
  end(attributes: Attributes, error?: string): void;
}

/** Those that are undefined are left out. */
export type Attributes = Readonly<Record<string, string | number | undefined>>;
