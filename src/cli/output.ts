/**
 * The two streams. Data goes to standard output; words for people go to standard error. Everything passes the
 * gate that removes secrets.
 */
import { printableJson } from '../printable.ts';
import { withoutSecrets } from '../secret.ts';

/** A place text is written to: a process stream, or memory in a test. */
export interface Stream {
  write(text: string): void;
  readonly isTerminal: boolean;
  /** Width in characters; 80 when it is no terminal. */
  readonly columns: number;
}

export interface Output {
  /** Whether standard output is a terminal, and how wide. */
  readonly isTerminal: boolean;
  readonly columns: number;
  readonly color: boolean;
  /** A line (or several) of data. */
  data(text: string): void;
  /** The one document of `--json`; `format_version` is added. */
  json(document: object): void;
  /** Data that is a secret which was asked for: the one thing that does not pass the gate. */
  disclose(text: string): void;
  /** A line for a person, on standard error; silent under `--quiet`. */
  say(text: string): void;
  /** Like `say`, but also under `--quiet`. */
  warn(text: string): void;
}

/** The version of every `--json` document. Documents only grow while it stays. */
export const FORMAT_VERSION = 1;

/** Asks whether it is written to a terminal, and in colour, only when somebody wants to know. */
export function createOutput(
  streams: { out: Stream; error: Stream },
  options: { readonly color: boolean; readonly quiet: boolean },
): Output {
  const line = (text: string) => withoutSecrets(text.endsWith('\n') ? text : `${text}\n`);
  return {
    get isTerminal() {
      return streams.out.isTerminal;
    },
    get columns() {
      return streams.out.columns;
    },
    get color() {
      return options.color;
    },
    data: (text) => streams.out.write(line(text)),
    json: (document) => streams.out.write(line(printableJson({ format_version: FORMAT_VERSION, ...document }))),
    disclose: (text) => streams.out.write(`${text}\n`),
    say: (text) => {
      if (!options.quiet) streams.error.write(line(text));
    },
    warn: (text) => streams.error.write(line(text)),
  };
}
