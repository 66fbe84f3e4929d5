/** What every command is given: the ports, the global options, and the two streams. */
import type { Ports, Scope } from '../ports.ts';
import type { Output } from './output.ts';

export interface Globals extends Scope {
  readonly home: string;
  readonly json: boolean;
  /** Whether questions may be asked. */
  readonly input: boolean;
  readonly yes: boolean;
  readonly color: boolean;
  readonly verbosity: 'quiet' | 'normal' | 'verbose';
  readonly allowPrivate: boolean;
  /** `--browser CMD`, else `BROWSER`; undefined is the platform's own. */
  readonly browser?: string;
}

/** What the gateway serves, and how. It is the other roof on the same use cases, so main.ts brings it here. */
export interface GatewayOptions {
  /** Collections, servers or providers; none: everything installed. */
  readonly targets: readonly string[];
  readonly prefix: boolean;
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

export interface Context {
  readonly ports: Ports;
  readonly globals: Globals;
  readonly output: Output;
  /** Serves until the client has gone. */
  readonly serveGateway: (options: GatewayOptions, scope: Scope) => Promise<void>;
}
