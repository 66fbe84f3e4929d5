/** One line each, as compilers and editors know it: `file:line:col: severity[code] message`. */

import type { LintReport } from '../../../lint/report.ts';
import { printable } from '../../../printable.ts';

export function renderConcise(report: LintReport): string {
  return report.files
    .flatMap(({ name, diagnostics }) =>
      diagnostics.map(({ range: { start }, severity, code, message }) =>
        printable(`${name}:${start.line}:${start.column}: ${severity}[${code}] ${message}`),
      ),
    )
    .join('\n');
}
