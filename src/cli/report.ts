/** The only place where a thrown value becomes text and an exit code. */
import { type HintText, hint, nextStepOf } from '../next-step.ts';
import { printable } from '../printable.ts';
import { EXIT, Refusal } from '../refusal.ts';
import { withoutSecrets } from '../secret.ts';
import type { Styles } from '../styles.ts';
import type { Stream } from './output.ts';
import { documentText } from './output.ts';

export interface ReportOptions {
  readonly json: boolean;
  readonly verbose: boolean;
  readonly style: Styles;
  readonly text: HintText;
}

/** Writes the error and returns the exit code of the process. */
export function report(thrown: unknown, streams: { out: Stream; error: Stream }, options: ReportOptions): number {
  const { code, exitCode, what, why, hint: next, details } = describe(thrown, options.verbose);
  const { text } = options;
  if (options.json) {
    const error = {
      code,
      message: what,
      ...(why && { reason: why }),
      hint: next,
      next_step: nextStepOf(next),
      details,
    };
    streams.out.write(`${documentText({ error }, text)}\n`);
    return exitCode;
  }
  const { style } = options;
  // A text of a server may have several lines; none of them may look like a line of ours.
  const show = (text: string) => printable(text, { lines: true }).replaceAll('\n', '\n  | ');
  const lines = [`${style.bad('error')}[${code}]: ${show(what)}`];
  if (why) lines.push(`  ${style.faint('why:')}  ${show(why)}`);
  lines.push(`  ${style.faint('next:')} ${show(text(next))}`);
  streams.error.write(withoutSecrets(`${lines.join('\n')}\n`));
  return exitCode;
}

function describe(thrown: unknown, verbose: boolean) {
  if (thrown instanceof Refusal) {
    const { code, exitCode, message: what, why, hint: next, details } = thrown;
    return { code, exitCode, what, why, hint: next, details };
  }
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  return {
    code: 'bug',
    exitCode: EXIT.bug,
    what: 'mcpctl failed in a way it should not.',
    why: verbose ? (error.stack ?? error.message) : `${error.name}: ${error.message}`,
    hint: verbose
      ? 'Please report it with the lines above.'
      : hint`Run it again with ${{ do: 'give', field: 'verbose' }} and report what it prints.`,
    details: {},
  };
}

/** Reports that a signal has interrupted the command. Returns the exit code. */
export function reportInterruption(
  signal: string,
  streams: { out: Stream; error: Stream },
  options: Omit<ReportOptions, 'verbose'>,
): number {
  const refusal = new Refusal('interrupted', {
    what: 'Interrupted.',
    why: `The process received ${signal}.`,
    hint: 'Nothing is half done. Run the same command again when you are ready.',
  });
  return report(refusal, streams, { ...options, verbose: false });
}
