/** The report for programs: everything that the linter found. docs/ci.md, "The JSON report", describes the document. */

import { FORMAT_VERSION } from '../format-version.ts';
import {
  allDiagnostics,
  type CheckedFile,
  countAllProblems,
  type LintReport,
  type LocatedDiagnostic,
} from '../lint/report.ts';
import { printableJson } from '../printable.ts';
import { jsonPointer } from './pointer.ts';

export function renderJson(report: LintReport): string {
  const all = allDiagnostics(report);
  const document = {
    format_version: FORMAT_VERSION,
    summary: {
      files: report.files.length,
      skipped: report.skipped,
      ...countAllProblems(report.files),
      suppressed: report.files.reduce((sum, { suppressed }) => sum + suppressed, 0),
      fixable: all.filter(({ fix }) => fix?.kind === 'safe').length,
      fixable_unsafe: all.filter(({ fix }) => fix?.kind === 'unsafe').length,
    },
    files: report.files.map(fileDocument),
  };
  return printableJson(document);
}

function fileDocument(checked: CheckedFile) {
  const { name, kind, diagnostics, unlisted, suppressed } = checked;
  return {
    file: name,
    kind: kind.replace('-', '_'),
    ...countAllProblems([checked]),
    ...(unlisted && { unlisted: unlisted.errors + unlisted.warnings }),
    suppressed,
    diagnostics: diagnostics.map(diagnosticDocument),
  };
}

function diagnosticDocument({ code, severity, message, hint, range, path, related, fix }: LocatedDiagnostic) {
  return { code, severity, message, hint, pointer: path && jsonPointer(path), range, related, fix };
}
