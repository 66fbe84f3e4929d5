/** Requests to other hosts, and the listener that the browser comes back to. */

export type Fetch = (url: string | URL, init?: RequestInit) => Promise<Response>;

/**
 * The only way to other hosts: https, or http on loopback for a loopback target, with checked addresses and limits on
 * time and size.
 */
export interface Network {
  /** Requests for the sake of a target that a person named. Loopback is open only when the target itself is there. */
  towards(target: string): {
    /** For metadata, registration, tokens: 10 s, 64 KiB, GET follows three same-origin hops, POST none. */
    readonly fetch: Fetch;
    /** For MCP messages: streamed, 8 MiB a message; POST never follows a redirect. */
    readonly stream: Fetch;
  };
  /**
   * Set where requests end once nobody waits for them: the network without that end, and what says so. For what has to be
   * known to its end because it makes something elsewhere.
   */
  readonly lasting?: { readonly network: Network; readonly left: AbortSignal };
}

/** The way to a server, as `doctor` examines it. It sends no request. */
export interface NetworkPath {
  /** Reads the certificate authorities that NODE_EXTRA_CA_CERTS adds. Returns undefined when it names no file. */
  certificateFile(): Promise<CertificateFile | undefined>;
  /** Follows the same rules as `Network.towards`. */
  towards(target: string): {
    /**
     * Returns the origin of the proxy for requests to this URL.
     * @throws Refusal server-unreachable when the environment names a proxy that is not a URL
     */
    proxy(url: URL): Promise<string | undefined>;
    /**
     * Connects to the proxy, else to the host, with TLS where the URL says so.
     * @throws what a request would throw
     */
    connect(url: URL): Promise<Connected>;
  };
}

export type CertificateFile =
  | { readonly path: string; readonly fault: string }
  /** `validUntil` has a time for each certificate in the file, in milliseconds since 1970. */
  | { readonly path: string; readonly validUntil: readonly number[]; readonly fault?: undefined };

export interface Connected {
  readonly address: string;
  readonly certificate?: { readonly issuer: string; readonly validUntil: number };
}

/** The loopback redirect of RFC 8252, section 7.3. */
export interface Redirects {
  /**
   * Listens on the literal 127.0.0.1, or for `localhost` on both families. Port 0 or none takes any free port.
   * @throws Refusal port-taken
   */
  listen(options: { port?: number; host?: '127.0.0.1' | 'localhost' }): Promise<RedirectListener>;
  /** The redirect URI of a server for this provider, where consents come back to a server and not to loopback. */
  fixed?(provider: { readonly project: string; readonly name: string }): string;
}

export interface RedirectListener {
  readonly redirectUri: string;
  /**
   * Returns a single-use address of this listener that sends the browser on to the authorization URL. Only processes of
   * this user can use it, as far as the system tells who asks.
   */
  startUrl(authorizationUrl: string): string;
  /** Aborts when a start address is used a second time: one of the two browsers is not the person's. */
  readonly misused: AbortSignal;
  /**
   * Resolves with the query of the first callback with this state. Other callbacks are answered and ignored.
   * @throws the reason of the signal, and Refusal authorization-response-invalid when a start address is used twice
   */
  receive(state: string, signal: AbortSignal): Promise<URLSearchParams>;
  /** Sends the browser that waits for the result to another authorization instead. Returns false when none waits. */
  sendOn(authorizationUrl: string): boolean;
  /** Shows the result in the browser, whose page waits for it. */
  conclude(verdict: 'connected' | 'failed'): Promise<void>;
  close(): Promise<void>;
}

/** A network that requests may go to; at one port, where one is named. */
export interface OpenNetwork {
  readonly address: string;
  readonly prefix: number;
  readonly port?: number;
}
