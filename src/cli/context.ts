/** What every command is given: the ports, the global options, and the two streams. */
import type { Scope, ServeGateway } from '../ports/index.ts';
import type { TerminalPorts } from '../ports/person.ts';
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
  readonly serveGateway: ServeGateway;
}
