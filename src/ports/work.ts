/** What any work needs of the process it runs in: whose state, the time, identifiers, and a way to say how far it is. */

/** Whose state: chosen with `--project` and `--user`. */
export interface Scope {
  readonly project: string;
  readonly user: string;
}

/** Time. Nothing outside adapters reads a clock or sets a timer by itself, so that a test moves time instead of waiting. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Milliseconds with fractions since some fixed moment: it never jumps, and only measures durations. */
  elapsed(): number;
  /** Resolves after so many milliseconds; rejects with the signal's reason when it is aborted. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
  /** Aborted after so many milliseconds with a `TimeoutError`. It does not keep the process alive. */
  timeout(milliseconds: number): AbortSignal;
  /** Calls `expire` after so many milliseconds, unless the timer is stopped before. */
  timer(milliseconds: number, expire: () => void): Timer;
}

export interface Timer {
  /** Begins again from zero, also after it has expired. */
  restart(): void;
  stop(): void;
}

export interface Identifiers {
  /** A new unique identifier, sortable by time. */
  next(): string;
}

/** Long work tells where it is, on standard error: a spinner on a terminal, plain lines elsewhere. */
export interface Progress {
  /** What is being done now; replaces the step before. */
  step(message: string): void;
  /** The current step is over; nothing of it stays on a terminal. */
  done(): void;
  /** Something a person should know; silent under `--quiet`. */
  note(message: string): void;
  /** Something a person must know. */
  warn(message: string): void;
}

/** A value that can be read in everything that a piece of work awaits, however many pieces go on at the same time. */
export interface AsyncContext<T> {
  run<R>(value: T, work: () => Promise<R>): Promise<R>;
  /** Undefined outside of all work. */
  current(): T | undefined;
}
