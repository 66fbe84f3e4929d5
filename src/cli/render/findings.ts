/** The findings that keep a command from its work. */
import type { LintReport } from '../../lint/report.ts';
import { FORMATS } from '../../reports/formats.ts';
import { renderingOn } from '../../reports/rendering.ts';
import type { Context } from '../context.ts';

/** Prints them on standard error for people. With `--json` returns them as the details of the refusal instead. */
export async function findingsForRefusal(
  report: LintReport,
  { globals, output }: Pick<Context, 'globals' | 'output'>,
): Promise<Readonly<Record<string, unknown>>> {
  const rendering = renderingOn(output);
  if (globals.json) return JSON.parse(await FORMATS.json.render(report, rendering));
  output.warn(await FORMATS.pretty.render(report, rendering));
  return {};
}
