/** Says at the end of a run which tests were skipped, and what they need. */
import type { Reporter, TestCase, TestModule, Vitest } from 'vitest/node';

export class ReportSkipped implements Reporter {
  #vitest: Vitest | undefined;

  onInit(vitest: Vitest): void {
    this.#vitest = vitest;
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    const skipped = modules.flatMap((module) => [...module.children.allTests('skipped')]);
    // With `-t` most tests are skipped because their names do not match; these give no reason.
    const isFiltered = this.#vitest?.getGlobalTestNamePattern() !== undefined;
    const lines = linesAbout(skipped.map(reasonOf).filter((reason) => reason !== undefined || !isFiltered));
    if (lines.length > 0) console.log(`\n${lines.join('\n')}\n`);
  }
}

function reasonOf(test: TestCase): string | undefined {
  const result = test.result();
  return test.meta().needs ?? (result.state === 'skipped' ? result.note : undefined);
}

/** One line for each reason, the most tests first. */
export function linesAbout(reasons: readonly (string | undefined)[]): string[] {
  const counts = new Map<string | undefined, number>();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([reason, count]) => {
      const tests = count === 1 ? '1 test' : `${count} tests`;
      if (reason === undefined) return `Skipped: ${tests} without a reason (see test/fakes/needs.ts).`;
      return `Skipped: ${tests} ${count === 1 ? 'needs' : 'need'} ${reason}.`;
    });
}
