/** One line for each finding, in the form that editors know from compilers: `file:line:col: severity[code] message`. */

import type { LintReport } from '../lint/report.ts';
import { printable } from '../printable.ts';

export function renderConcise(report: LintReport): string {
  return report.files
    .flatMap(({ name, diagnostics }) =>
      diagnostics.map(({ range: { start }, severity, code, message }) =>
        printable(`${name}:${start.line}:${start.column}: ${severity}[${code}] ${message}`),
      ),
    )
    .join('\n');
}
