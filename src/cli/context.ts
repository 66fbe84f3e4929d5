/** What every command is given: the ports, the global options, and the two streams. */
import type { Scope } from '../ports/index.ts';
import type { TerminalPorts } from '../ports/person.ts';
import type { ServeOptions } from '../usecases/serve-options.ts';
import type { Output } from './output.ts';
import type { Given } from './render/step-words.ts';

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
  /** What was typed, and so belongs into each command that is printed. */
  readonly given: Given;
}

export interface Context {
  readonly ports: TerminalPorts;
  readonly globals: Globals;
  readonly output: Output;
  /** Serves until the client has gone. It is the other roof on the same use cases, so main.ts brings it here. */
  readonly serveGateway: (options: ServeOptions, scope: Scope) => Promise<void>;
}
