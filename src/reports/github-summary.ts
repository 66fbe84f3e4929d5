/** The table for `$GITHUB_STEP_SUMMARY`: GitHub shows ten annotations of a step, the table shows all findings. */

import { countAllProblems, type LintReport } from '../lint/report.ts';
import { printable } from '../printable.ts';

export function renderGithubSummary(report: LintReport): string {
  const { files, skipped } = report;
  const rows = files.flatMap(({ name, diagnostics }) =>
    diagnostics.map(({ severity, code, message, range: { start } }) =>
      [`${cell(name)}:${start.line}:${start.column}`, severity, `\`${code}\``, cell(message)].join(' | '),
    ),
  );
  const { errors, warnings } = countAllProblems(files);
  const lines = [
    '### mcpctl validate',
    '',
    `${files.length} checked, ${skipped} skipped: ${errors} errors, ${warnings} warnings.`,
  ];
  if (rows.length > 0) {
    lines.push('', '| Place | Severity | Code | What is wrong |', '| --- | --- | --- | --- |');
    lines.push(...rows.map((row) => `| ${row} |`));
  }
  return `${lines.join('\n')}\n`;
}

/** Text inside a Markdown table: nothing in it may end the cell or become markup. */
function cell(text: string): string {
  return printable(text).replace(/[\\`*_[\]<>|~]/g, (character) => `&#${character.charCodeAt(0)};`);
}
