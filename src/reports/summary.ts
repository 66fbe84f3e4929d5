/** The last line: how many files were checked, what was found, and what can be fixed. */
import { counted } from '../counted.ts';
import { allDiagnostics, countAllProblems, type LintReport } from '../lint/report.ts';

export function summaryLine(report: LintReport): string {
  const { files, skipped } = report;
  const all = allDiagnostics(report);
  const { errors, warnings } = countAllProblems(files);
  const suppressed = files.reduce((sum, file) => sum + file.suppressed, 0);
  const found = [errors > 0 && counted(errors, 'error'), warnings > 0 && counted(warnings, 'warning')].filter(Boolean);
  const asides = [skipped > 0 && `${skipped} skipped`, suppressed > 0 && `${suppressed} suppressed`].filter(Boolean);
  const checked = `${counted(files.length, 'file')} checked${asides.length > 0 ? ` (${asides.join(', ')})` : ''}`;
  return [`${checked}: ${found.length > 0 ? found.join(', ') : 'no problems'}.`, ...fixHints(all)].join(' ');
}

function fixHints(diagnostics: readonly { readonly fix?: { readonly kind: 'safe' | 'unsafe' } }[]): string[] {
  const safe = diagnostics.filter(({ fix }) => fix?.kind === 'safe').length;
  const unsafe = diagnostics.filter(({ fix }) => fix?.kind === 'unsafe').length;
  const sentences = [];
  if (safe > 0) sentences.push(`${safe} can be fixed with --fix.`);
  if (unsafe > 0) sentences.push(`${unsafe}${safe > 0 ? ' more' : ''} with --fix --unsafe-fixes: look at them first.`);
  return sentences;
}
