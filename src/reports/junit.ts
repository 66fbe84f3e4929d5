/** JUnit XML that Jenkins' schema accepts: one suite a file, one case a finding, one passing case for a clean file. */

import { type CheckedFile, countProblems, type LintReport, type LocatedDiagnostic } from '../lint/report.ts';
import { printable } from '../printable.ts';

export function renderJunit({ files }: LintReport): string {
  const suites = files.map(suite);
  return ['<?xml version="1.0" encoding="UTF-8"?>', '<testsuites name="mcpctl">', ...suites, '</testsuites>'].join(
    '\n',
  );
}

/** Errors fail. Warnings pass, with their text in `system-out`: a build must not break for them. */
function suite({ name, diagnostics }: CheckedFile): string {
  const { errors } = countProblems(diagnostics);
  const cases =
    diagnostics.length === 0
      ? [`    <testcase name="valid" classname="${xml(name)}"/>`]
      : diagnostics.map(testCase(name));
  const counts = `tests="${cases.length}" failures="${errors}" errors="0" skipped="0"`;
  return [`  <testsuite name="${xml(name)}" ${counts}>`, ...cases, '  </testsuite>'].join('\n');
}

function testCase(file: string) {
  return ({ code, severity, message, hint, range: { start } }: LocatedDiagnostic): string => {
    const place = `${file}:${start.line}:${start.column}`;
    const text = [place, message, hint].flatMap((line) => (line === undefined ? [] : [xml(line)])).join('\n');
    const verdict =
      severity === 'error'
        ? `<failure message="${xml(message)}" type="${code}">${text}</failure>`
        : `<system-out>${text}</system-out>`;
    return [
      `    <testcase name="${xml(`${code} at ${start.line}:${start.column}`)}" classname="${xml(file)}">`,
      `      ${verdict}`,
      '    </testcase>',
    ].join('\n');
  };
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/**
 * Characters that XML 1.0 cannot hold at all become our visible escapes, and so do line breaks: a CI runner could take what
 * follows one for a command, as it could `##[`.
 */
function xml(text: string): string {
  return printable(text)
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character)
    .replaceAll('##[', '#&#35;[');
}
