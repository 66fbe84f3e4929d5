/** `validate` from its options to its exit code. Knows no commander, so that the fast path can call it. */
import { EXIT } from '../refusal.ts';
import { countProblems, type LintReport } from '../usecases/lint-report.ts';
import { lintSettings, type SettingsInput } from '../usecases/lint-settings.ts';
import { type ValidateInput, validate } from '../usecases/validate.ts';
import type { Context } from './context.ts';
import type { Format } from './render/diagnostics/render.ts';
import { summaryLine } from './render/diagnostics/summary.ts';

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

/** Returns 0, or 1 when a document has errors or there are more warnings than allowed. */
export async function runValidate(context: Context, options: ValidateOptions, operands: string[]): Promise<number> {
  const settings = await lintSettings({ profile: options.profile, rules: options.rule }, context.ports);
  const input: ValidateInput = { operands, inputName: options.stdinFilename, settings };
  const report = await validate(input, context.ports);
  await show(report, context, options);
  return exitCode(report, options);
}

async function show(report: LintReport, { globals, output }: Context, options: ValidateOptions): Promise<void> {
  const format = globals.json ? 'json' : (options.format ?? 'pretty');
  const shown = globals.verbosity === 'quiet' ? errorsOnly(report) : report;
  const isSilent = (format === 'pretty' || format === 'concise') && isClean(shown);
  if (!isSilent) {
    const { render } = await import('./render/diagnostics/render.ts');
    const text = await render(format, shown, { color: output.color, columns: output.columns, version: VERSION });
    if (text !== '') output.data(text);
  }
  output.say(summaryLine(report));
}

function isClean({ files }: LintReport): boolean {
  return files.every(({ diagnostics }) => diagnostics.length === 0);
}

function errorsOnly(report: LintReport): LintReport {
  const files = report.files.map((file) => ({
    ...file,
    diagnostics: file.diagnostics.filter(({ severity }) => severity === 'error'),
  }));
  return { ...report, files };
}

function exitCode({ files }: LintReport, { maxWarnings = Number.POSITIVE_INFINITY }: ValidateOptions): number {
  const { errors, warnings } = countProblems(files.flatMap(({ diagnostics }) => diagnostics));
  return errors > 0 || warnings > maxWarnings ? EXIT.document : EXIT.done;
}

declare const MCPCTL_VERSION: string | undefined;
const VERSION = typeof MCPCTL_VERSION === 'string' ? MCPCTL_VERSION : '0.0.0';
