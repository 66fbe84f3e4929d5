/** What the command line asks of the gateway: the two roofs do not know each other, so it is said on the floor below. */

/** What the gateway serves, and how. */
export interface ServeOptions {
  /** Collections, servers or providers; none: everything installed. */
  readonly targets: readonly string[];
  /** Only what is attached to this agent. */
  readonly agent?: string;
  readonly prefix: boolean;
  /** Whether the audit log holds what tools are called with. */
  readonly auditArguments: boolean;
  /** How long one call may be silent. Seconds. */
  readonly callTimeout?: number;
  /** Standard input and output when left out. */
  readonly http?: HttpAddress;
}

/** Where the gateway listens; port 0 is an ephemeral one. */
export interface HttpAddress {
  readonly host: string;
  readonly port: number;
  /** Told of the URL when clients can come. */
  readonly listening: (url: string) => void;
}
