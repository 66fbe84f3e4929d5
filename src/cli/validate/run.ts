/** `validate` from its options to its exit code. */

import { allDiagnostics, countProblems, isClean, type LintReport } from '../../lint/report.ts';
import { lintSettings, type SettingsInput } from '../../lint/settings.ts';
import { type ValidateInput, validate } from '../../lint/validate.ts';
import { hint } from '../../next-step.ts';
import { printable } from '../../printable.ts';
import { EXIT, Refusal } from '../../refusal.ts';
import type { Context, Globals } from '../context.ts';
import type { Format } from '../render/diagnostics/render.ts';
import { renderingOn } from '../render/diagnostics/rendering.ts';
import { summaryLine } from '../render/diagnostics/summary.ts';

export interface ValidateOptions {
  readonly format?: Format;
  readonly rule?: readonly string[];
  readonly profile?: SettingsInput['profile'];
  readonly maxWarnings?: number;
  readonly stdinFilename?: string;
  readonly fix?: boolean;
  readonly unsafeFixes?: boolean;
  readonly fixDryRun?: boolean;
  readonly watch?: boolean;
  /** A Markdown file that gets a table, as GitHub asks for it. */
  readonly stepSummary?: string;
}

/** The part of a context that linting touches. */
export interface LintContext {
  readonly ports: Pick<Context['ports'], 'files'>;
  readonly globals: Pick<Globals, 'json' | 'verbosity'>;
  readonly output: Context['output'];
}

/** Returns 0, or 1 when a document has errors or there are more warnings than allowed. */
export async function runValidate(context: LintContext, options: ValidateOptions, operands: string[]): Promise<number> {
  refuseNonsense(options, operands);
  const settings = await lintSettings({ profile: options.profile, rules: options.rule }, context.ports);
  const format = context.globals.json ? 'json' : (options.format ?? 'pretty');
  const withEdits = format === 'json' || format === 'sarif';
  const input: ValidateInput = { operands, inputName: options.stdinFilename, settings, withEdits };
  if (options.watch) {
    const { watchAndValidate } = await import('./watch.ts');
    return watchAndValidate(context, input, (report) => show(report, format, context, options));
  }
  const report =
    options.fix || options.fixDryRun ? await fixFirst(input, context, options) : await validate(input, context.ports);
  // A dry run's standard output is the diff, so that it can be piped into `git apply`.
  if (options.fixDryRun) context.output.say(summaryLine(report));
  else await show(report, format, context, options);
  return exitCode(report, options);
}

async function fixFirst(
  input: ValidateInput,
  { ports, output }: LintContext,
  options: ValidateOptions,
): Promise<LintReport> {
  const write = !options.fixDryRun;
  const { fix } = await import('../../lint/fix.ts');
  const { report, changes } = await fix({ ...input, unsafe: options.unsafeFixes === true, write }, ports);
  if (write) {
    for (const { name, fixes } of changes)
      output.say(`Fixed ${fixes} ${fixes === 1 ? 'problem' : 'problems'} in ${printable(name)}.`);
  } else if (changes.length > 0) {
    const { renderDiff } = await import('../render/diagnostics/diff.ts');
    output.data(renderDiff(changes, output.color));
  }
  return report;
}

async function show(
  report: LintReport,
  format: Format,
  { globals, output, ports }: LintContext,
  { stepSummary }: ValidateOptions,
): Promise<void> {
  const shown = globals.verbosity === 'quiet' ? errorsOnly(report) : report;
  const isSilent = (format === 'pretty' || format === 'concise') && isClean(shown);
  if (!isSilent) {
    const { render } = await import('../render/diagnostics/render.ts');
    const text = await render(format, shown, { ...renderingOn(output), version: VERSION });
    if (text !== '') output.data(text);
  }
  if (format === 'github' && stepSummary) {
    const { appendStepSummary } = await import('./step-summary.ts');
    await appendStepSummary(stepSummary, shown, ports.files);
  }
  output.say(summaryLine(report));
}

function refuseNonsense({ fix, fixDryRun, unsafeFixes, watch }: ValidateOptions, operands: readonly string[]): void {
  if (fix && !fixDryRun && operands.includes('-')) {
    throw new Refusal('usage', {
      what: 'Standard input cannot be fixed.',
      why: 'There is no file to write the fixed document to.',
      hint: hint`See what would change with: ${{ do: 'run', words: ['validate', '--fix-dry-run', '-'] }}`,
    });
  }
  if (unsafeFixes && !fix && !fixDryRun) {
    throw new Refusal('usage', {
      what: '--unsafe-fixes does nothing by itself.',
      hint: hint`Look at the changes first: ${{ do: 'run', words: ['validate', '--fix-dry-run', '--unsafe-fixes'] }}`,
    });
  }
  if (watch && (fix || fixDryRun || operands.includes('-'))) {
    throw new Refusal('usage', {
      what: '--watch only checks, and only files.',
      hint: hint`Run it without --fix and without standard input: ${{ do: 'run', words: ['validate', '--watch'] }}`,
    });
  }
}

function errorsOnly(report: LintReport): LintReport {
  const files = report.files.map((file) => ({
    ...file,
    diagnostics: file.diagnostics.filter(({ severity }) => severity === 'error'),
  }));
  return { ...report, files };
}

function exitCode(report: LintReport, { maxWarnings = Number.POSITIVE_INFINITY }: ValidateOptions): number {
  const { errors, warnings } = countProblems(allDiagnostics(report));
  return errors > 0 || warnings > maxWarnings ? EXIT.document : EXIT.done;
}

declare const MCPCTL_VERSION: string | undefined;
const VERSION = typeof MCPCTL_VERSION === 'string' ? MCPCTL_VERSION : '0.0.0';
