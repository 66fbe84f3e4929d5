/** What the command line asks of the gateway. Neither of the two imports the other: main.ts brings them together. */
import type { TlsFiles } from './serving.ts';
import type { Scope } from './work.ts';

/** Serves until the client has gone; over HTTP, until the process is stopped. */
export type ServeGateway = (options: ServeOptions, scope: Scope) => Promise<void>;

/** What the gateway serves, and how. */
export interface ServeOptions {
  /** Collections, servers or providers. Without one, everything that is installed is served. */
  readonly targets: readonly string[];
  /** Serves only what is attached to this agent. */
  readonly agent?: string;
  readonly prefix: boolean;
  /** Whether the audit log holds the arguments of tools. */
  readonly auditArguments: boolean;
  /** Whether the audit log has a line on disk before a call goes out. */
  readonly auditDurable: boolean;
  /** Whether new tools and prompts are hidden until somebody accepts them; as it is stored, when left out. */
  readonly holdNew?: boolean;
  /** How many seconds one call may be silent. */
  readonly callTimeout?: number;
  /** Standard input and output when left out. */
  readonly http?: HttpAddress;
}

/** Where the gateway listens. Port 0 takes any free port. */
export interface HttpAddress {
  readonly host: string;
  readonly port: number;
  /** Called with the URL when clients can connect. */
  readonly listening: (url: string) => void;
}

/** Serves the API, MCP clients and the consents of people until the process is stopped. */
export type ServeServer = (options: ServerOptions) => Promise<void>;

export interface ServerOptions {
  /** Whose token of `gateway --show-token` opens /mcp too: the owner of this machine. */
  readonly owner: Scope;
  /** HOST:PORT or [HOST]:PORT. Port 0 takes any free port. */
  readonly listen: string;
  /** The URL that clients use, where it is not the one that the server listens on. */
  readonly publicUrl?: string;
  /** Networks, as CIDR[:PORT], that callers may name servers in although they are not public. */
  readonly allowNetwork: readonly string[];
  /** Where metrics and health are served to whoever reaches it, without a token. */
  readonly internalListen?: string;
  /** Certificate and private key in PEM; without them TLS is done in front. */
  readonly tls?: TlsFiles;
  /** Proxies, as CIDR, whose X-Forwarded-For says which address a request comes from. */
  readonly trustedProxy: readonly string[];
  /** Serves MCP clients alone. */
  readonly gatewayOnly: boolean;
  readonly auditArguments: boolean;
  readonly auditDurable: boolean;
  /** Called when requests are admitted, with the URL without a slash at its end. */
  readonly listening: (url: string) => void;
  /** Writes what only the operator should see. */
  readonly log: (line: string) => void;
}
