/** What every command gets: the ports, the global options and the output. */
import type { Scope, ServeGateway, ServeServer } from '../ports/index.ts';
import type { TerminalPorts } from '../ports/person.ts';
import type { Output } from './output.ts';
import type { Given } from './render/step-words.ts';

export interface Globals extends Scope {
  readonly home: string;
  readonly json: boolean;
  /** Whether a person may be asked. */
  readonly input: boolean;
  readonly yes: boolean;
  readonly color: boolean;
  readonly verbosity: 'quiet' | 'normal' | 'verbose';
  readonly allowPrivate: boolean;
  /** `--browser CMD`, else `BROWSER`. Undefined means the browser of the platform. */
  readonly browser?: string;
  /** `MCPCTL_PUBLIC_URL`: where people reach the server of this state. */
  readonly publicUrl?: string;
  /** What was typed, and so belongs into each command that is printed. */
  readonly given: Given;
}

export interface Context {
  readonly ports: TerminalPorts;
  readonly globals: Globals;
  readonly output: Output;
  readonly serveGateway: ServeGateway;
  readonly serveServer: ServeServer;
}
