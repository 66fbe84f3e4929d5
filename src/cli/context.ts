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

export interface Context {
  readonly ports: Ports;
  readonly globals: Globals;
  readonly output: Output;
}
