/** Workflow commands: GitHub Actions turns them into annotations at the lines. */
import type { LintReport, LocatedDiagnostic } from '../lint/report.ts';
import { printable } from '../printable.ts';

export function renderGithub({ files }: LintReport): string {
  return files.flatMap(({ name, diagnostics }) => diagnostics.map((each) => command(name, each))).join('\n');
}

function command(file: string, { severity, code, message, hint, range: { start, end } }: LocatedDiagnostic): string {
  const properties = {
    file,
    line: start.line,
    endLine: end.line,
    // GitHub drops the annotation's position when columns come with a span over several lines.
    ...(start.line === end.line && { col: start.column, endColumn: end.column }),
    title: code,
  };
  const list = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(printable(String(value)))}`);
  return `::${severity} ${list.join(',')}::${escapeData(printable(hint ? `${message}\n${hint}` : message, { lines: true }))}`;
}

/** The same escapes as in `@actions/core`. */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
