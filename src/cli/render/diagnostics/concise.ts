/** One line each, as compilers and editors know it: `file:line:col: severity[code] message`. */
import { printable } from '../../../printable.ts';
import type { LintReport } from '../../../usecases/lint/report.ts';

export function renderConcise(report: LintReport): string {
  return report.files
    .flatMap(({ name, diagnostics }) =>
      diagnostics.map(({ range: { start }, severity, code, message }) =>
        printable(`${name}:${start.line}:${start.column}: ${severity}[${code}] ${message}`),
      ),
    )
    .join('\n');
}
