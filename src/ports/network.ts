/** Requests to other hosts, and the loopback listener that a browser comes back to. */

export type Fetch = (url: string | URL, init?: RequestInit) => Promise<Response>;

/** The one way out: https (http on loopback for a loopback target), checked addresses, limits on time and size. */
export interface Network {
  /** The legs to a target that a person named; loopback is open only when the target itself is there. */
  towards(target: string): {
    /** For metadata, registration, tokens: 10 s, 64 KiB, GET follows three same-origin hops, POST none. */
    readonly fetch: Fetch;
    /** For MCP messages: streamed, 8 MiB a message; POST never follows a redirect. */
    readonly stream: Fetch;
  };
}

/** The way to a server, as a diagnosis looks at it. Nothing is asked of anybody. */
export interface NetworkPath {
  /** The certificate authorities that NODE_EXTRA_CA_CERTS adds; undefined when it names no file. */
  certificateFile(): Promise<CertificateFile | undefined>;
  /** By the same rules as the network's. */
  towards(target: string): {
    /** The origin of the proxy that requests to this URL go through. Refuses one that is no URL. */
    proxy(url: URL): Promise<string | undefined>;
    /** Connects to the proxy, or else to the host, with TLS where the URL says so. Refuses as a request would. */
    connect(url: URL): Promise<Connected>;
  };
}

export type CertificateFile =
  | { readonly path: string; readonly fault: string }
  /** Of each certificate in it, in milliseconds since 1970. */
  | { readonly path: string; readonly validUntil: readonly number[]; readonly fault?: undefined };

export interface Connected {
  readonly address: string;
  readonly certificate?: { readonly issuer: string; readonly validUntil: number };
}

/** The loopback listener of RFC 8252, section 7.3. */
export interface Redirects {
  /**
   * Listens on the literal 127.0.0.1, or as `localhost` on both families; port 0 or none is an ephemeral one.
   * Refuses `port-taken`.
   */
  listen(options: { port?: number; host?: '127.0.0.1' | 'localhost' }): Promise<RedirectListener>;
}

export interface RedirectListener {
  readonly redirectUri: string;
  /** Our own single-use address which sends the browser on to the authorization URL. */
  startUrl(authorizationUrl: string): string;
  /** The query of the first callback with this state; others are answered and ignored. */
  receive(state: string, signal: AbortSignal): Promise<URLSearchParams>;
  /** Sends the browser that waits for the verdict to another authorization instead; false when none waits. */
  sendOn(authorizationUrl: string): boolean;
  /** The browser's page waits for this verdict. */
  conclude(verdict: 'connected' | 'failed'): Promise<void>;
  close(): Promise<void>;
}
