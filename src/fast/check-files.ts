/** `validate FILE…` without options: what editors, hooks and pipelines run over and over. */

import type { Context } from '../cli/context.ts';
import { loadStyles } from '../cli/plain-styles.ts';
import { renderingOn } from '../cli/render/diagnostics/rendering.ts';
import { summaryLine } from '../cli/render/diagnostics/summary.ts';
import { allDiagnostics, countProblems, isClean } from '../lint/report.ts';
import { lintSettings } from '../lint/settings.ts';
import { validate } from '../lint/validate.ts';
import { EXIT } from '../refusal.ts';

interface CheckContext {
  readonly ports: Pick<Context['ports'], 'files'>;
  readonly output: Context['output'];
}

/** Shows what is wrong as a person reads it. Returns 1 when a document has errors. */
export async function checkFiles({ ports, output }: CheckContext, operands: readonly string[]): Promise<number> {
  const settings = await lintSettings({}, ports);
  const report = await validate({ operands, settings }, ports);
  if (!isClean(report)) {
    const { renderPretty } = await import('../cli/render/diagnostics/pretty.ts');
    const { color, columns } = renderingOn(output);
    output.data(renderPretty(report, { style: await loadStyles(color), columns }));
  }
  output.say(summaryLine(report));
  const { errors } = countProblems(allDiagnostics(report));
  return errors > 0 ? EXIT.document : EXIT.done;
}
