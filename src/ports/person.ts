/** The person at the terminal. Use cases do not know these ports: the command line asks, and runs the use case again. */
import type { Secret } from '../secret.ts';
import type { Ports } from './index.ts';

/** Values that may be secret: `env:NAME`, `file:PATH`, `-`, `op://…`, `exec:PROGRAM ARG…` (docs/cli.md). */
export interface References {
  isReference(text: string): boolean;
  /** Refuses `reference-unresolved`. */
  resolve(reference: string): Promise<Secret>;
  /** The same for a value that is no secret, and may be shown. */
  read(reference: string): Promise<string>;
}

/** Asks a person. Every question refuses `interrupted` on Ctrl-C and on the end of input. */
export interface Prompts {
  /** False under `--no-input`, `CI`, or without a terminal. */
  readonly allowed: boolean;
  /** Whether `--yes` was given. */
  readonly yes: boolean;
  /** An aborted signal takes the question back. */
  text(question: { message: string; initial?: string; signal?: AbortSignal }): Promise<string>;
  /** Hidden, asked a second time when left empty. */
  secret(question: { message: string }): Promise<Secret>;
  /** Default no, unless `--yes` answered already. */
  confirm(question: { message: string }): Promise<boolean>;
  choose<T extends string>(question: { message: string; choices: readonly { value: T; name: string }[] }): Promise<T>;
}

export interface Browser {
  /** Why no browser can be expected here (a remote shell, no display), as a sentence. */
  readonly obstacle?: string;
  /** Opens a URL of ours in the person's browser. Refuses `browser-failed`. */
  open(url: string): Promise<void>;
}

/** Everything that a command has. */
export interface TerminalPorts extends Ports {
  readonly references: References;
  readonly prompts: Prompts;
  readonly browser: Browser;
}
