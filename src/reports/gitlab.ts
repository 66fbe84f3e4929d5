/** GitLab's Code Quality report: an array, also when there is nothing to report. */
import type { LintReport } from '../lint/report.ts';
import { printableJson } from '../printable.ts';
import { fingerprints } from './fingerprint.ts';

export async function renderGitlab({ files }: LintReport): Promise<string> {
  const prints = await fingerprints(files);
  const findings = files.flatMap(({ name, diagnostics }) =>
    diagnostics.map((diagnostic) => ({
      description: diagnostic.message,
      check_name: diagnostic.code,
      fingerprint: prints.get(diagnostic),
      severity: diagnostic.severity === 'error' ? 'major' : 'minor',
      location: {
        path: name.replaceAll('\\', '/').replace(/^(\.\/)+/, ''),
        lines: { begin: diagnostic.range.start.line, end: diagnostic.range.end.line },
      },
    })),
  );
  return printableJson(findings);
}
