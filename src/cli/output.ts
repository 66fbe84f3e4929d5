/**
 * The two output streams. Data goes to standard output, messages for people go to standard error. Every text, and every
 * text value of a document, passes `withoutSecrets`.
 */
import { FORMAT_VERSION } from '../format-version.ts';
import { Hint, type HintText } from '../next-step.ts';
import { printableJson } from '../printable.ts';
import { withoutSecrets } from '../secret.ts';

/** An output: a stream of the process, or memory in a test. */
export interface Stream {
  /** `content` says that a CI runner may execute the lines. */
  write(text: string, content?: 'workflow-commands'): void;
  readonly isTerminal: boolean;
  /** In characters. 80 when it is not a terminal. */
  readonly columns: number;
}

export interface Output {
  /** Whether standard output is a terminal, and its width. */
  readonly isTerminal: boolean;
  readonly columns: number;
  readonly color: boolean;
  /** Returns a hint as text, with each step as the command to type. */
  readonly text: HintText;
  /** Writes a line of data, or several. */
  data(text: string | Hint): void;
  /** Writes lines that a CI runner executes. */
  workflowCommands(text: string): void;
  /** The one document of `--json`: `format_version` is added, and each hint in it becomes its text. */
  json(document: object): void;
  /** Writes a secret that the user has asked for: the only text that does not pass `withoutSecrets`. */
  disclose(text: string): void;
  /** Writes a message to standard error. Silent under `--quiet`. */
  say(text: string | Hint): void;
  /** Writes a message to standard error, also under `--quiet`. */
  warn(text: string | Hint): void;
}

/**
 * The text of a `--json` document: `format_version` is added, each hint in it becomes its text, and secrets in its values are
 * replaced. Names and syntax stay, whatever a secret looks like.
 */
export function documentText(document: object, text: HintText): string {
  const worded = (_name: string, value: unknown) => {
    if (value instanceof Hint) return withoutSecrets(text(value));
    return typeof value === 'string' ? withoutSecrets(value) : value;
  };
  return printableJson({ format_version: FORMAT_VERSION, ...document }, worded);
}

/** Checks for a terminal and for colour only when a caller wants to know. */
export function createOutput(
  streams: { out: Stream; error: Stream },
  options: { readonly color: boolean; readonly quiet: boolean; readonly text: HintText },
): Output {
  const { text } = options;
  const line = (advice: string | Hint) => {
    const whole = text(advice);
    return withoutSecrets(whole.endsWith('\n') ? whole : `${whole}\n`);
  };
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
    text,
    data: (words) => streams.out.write(line(words)),
    workflowCommands: (text) => streams.out.write(line(text), 'workflow-commands'),
    json: (document) => streams.out.write(`${documentText(document, text)}\n`),
    disclose: (secret) => streams.out.write(`${secret}\n`),
    say: (words) => {
      if (!options.quiet) streams.error.write(line(words));
    },
    warn: (words) => streams.error.write(line(words)),
  };
}
