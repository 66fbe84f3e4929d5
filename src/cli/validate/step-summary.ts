import type { LintReport } from '../../lint/report.ts';
import type { Ports } from '../../ports/index.ts';
import { renderGithubSummary } from '../render/diagnostics/github-summary.ts';

/** GitHub takes at most 1 MiB of a step. */
const LIMIT = 1024 * 1024;

/** Adds a table to what other steps wrote into `$GITHUB_STEP_SUMMARY`. */
export async function appendStepSummary(path: string, report: LintReport, files: Ports['files']): Promise<void> {
  const before = (await files.exists(path)) ? await files.read(path, LIMIT) : '';
  await files.write(path, before + renderGithubSummary(report));
}
