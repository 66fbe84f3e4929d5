/** `validate`: from its options to its exit code. */
import { counted } from '../../counted.ts';
import { countAllProblems, isClean, type LintReport } from '../../lint/report.ts';
import { lintSettings, type SettingsInput } from '../../lint/settings.ts';
import { type ValidateInput, validate } from '../../lint/validate.ts';
import { hint } from '../../next-step.ts';
import { printable } from '../../printable.ts';
import { EXIT, Refusal } from '../../refusal.ts';
import { FORMATS, type Format, type FormatName } from '../../reports/formats.ts';
import { renderingOn } from '../../reports/rendering.ts';
import { summaryLine } from '../../reports/summary.ts';
import type { Context, Globals } from '../context.ts';

export interface ValidateOptions {
  readonly format?: FormatName;
  readonly rule?: readonly string[];
  readonly profile?: SettingsInput['profile'];
  readonly config?: boolean;
  readonly ignore?: boolean;
  readonly maxWarnings?: number;
  readonly stdinFilename?: string;
  readonly fix?: boolean;
  readonly unsafeFixes?: boolean;
  readonly fixDryRun?: boolean;
  readonly watch?: boolean;
  /** A Markdown file that the summary is appended to, as GitHub asks for it. */
  readonly stepSummary?: string;
}

/** What `validate` uses of a context. */
export interface LintContext {
  readonly ports: Pick<Context['ports'], 'files'>;
  readonly globals: Pick<Globals, 'json' | 'verbosity'>;
  readonly output: Context['output'];
}

/** Returns the exit code: 1 when a document has errors, or when there are more warnings than allowed; otherwise 0. */
export async function runValidate(context: LintContext, options: ValidateOptions, operands: string[]): Promise<number> {
  refuseContradictions(options, operands);
  const { profile, rule: rules, config, ignore } = options;
  const readSettings = () => lintSettings({ profile, rules, config, ignore }, context.ports, context.output.warn);
  const settings = await readSettings();
  const format = FORMATS[context.globals.json ? 'json' : (options.format ?? 'pretty')];
  const input: ValidateInput = {
    operands,
    inputName: options.stdinFilename,
    settings,
    withEdits: format.carriesEdits,
  };
  const show = (report: LintReport) => printReport(report, { format, stepSummary: options.stepSummary }, context);
  if (options.watch) {
    const { watchAndValidate } = await import('./watch.ts');
    return watchAndValidate(context, { ...input, readSettings }, show);
  }
  const report =
    options.fix || options.fixDryRun ? await fixFirst(input, context, options) : await validate(input, context.ports);
  // The standard output of a dry run is the diff alone, so that `git apply` can read it.
  if (options.fixDryRun) context.output.say(summaryLine(report));
  else await show(report);
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
    for (const { name, fixes } of changes) output.say(`Fixed ${counted(fixes, 'problem')} in ${printable(name)}.`);
  } else if (changes.length > 0) {
    const { renderDiff } = await import('../../reports/diff.ts');
    output.data(renderDiff(changes, output.color));
  }
  return report;
}

async function printReport(
  report: LintReport,
  { format, stepSummary }: { readonly format: Format; readonly stepSummary?: string },
  { globals, output, ports }: LintContext,
): Promise<void> {
  const chosen = globals.verbosity === 'quiet' ? errorsOnly(report) : report;
  const shown = format.looksFilesUp ? withAddresses(chosen, ports.files) : chosen;
  if (!(format.silentWhenClean && isClean(shown))) {
    const text = await format.render(shown, renderingOn(output));
    if (text !== '') format.writesWorkflowCommands ? output.workflowCommands(text) : output.data(text);
  }
  if (stepSummary && format.summary) {
    await ports.files.append(stepSummary, await format.summary(shown));
  }
  output.say(summaryLine(report));
}

function withAddresses(report: LintReport, files: LintContext['ports']['files']): LintReport {
  const addressOf = (name: string) => (name === '<stdin>' ? name : files.addressOf(name));
  return { ...report, files: report.files.map((file) => ({ ...file, name: addressOf(file.name) })) };
}

function refuseContradictions(
  { fix, fixDryRun, unsafeFixes, watch }: ValidateOptions,
  operands: readonly string[],
): void {
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
    unlisted: file.unlisted?.errors ? { errors: file.unlisted.errors, warnings: 0 } : undefined,
  }));
  return { ...report, files };
}

function exitCode(report: LintReport, { maxWarnings = Number.POSITIVE_INFINITY }: ValidateOptions): number {
  const { errors, warnings } = countAllProblems(report.files);
  return errors > 0 || warnings > maxWarnings ? EXIT.document : EXIT.done;
}
