/** A plain `validate FILE…`: the adapters that it needs and nothing more, and findings as a person reads them. */
import { createFiles } from '../adapters/files.ts';
import { processStreams } from '../adapters/process-streams.ts';
import { isSet, wantsColor } from '../cli/globals.ts';
import { createOutput, type Output } from '../cli/output.ts';
import { report } from '../cli/report.ts';
import { countAllProblems, isClean } from '../lint/report.ts';
import { lintSettings } from '../lint/settings.ts';
import { validate } from '../lint/validate.ts';
import type { Hint } from '../next-step.ts';
import { EXIT } from '../refusal.ts';
import { loadStyles } from '../reports/load-styles.ts';
import { renderingOn } from '../reports/rendering.ts';
import { summaryLine } from '../reports/summary.ts';

/** Returns the exit code. */
export async function main(operands: readonly string[]): Promise<number> {
  const streams = processStreams();
  const colorFor = (isTerminal: boolean) => wantsColor(undefined, process.env, isTerminal);
  const output = createOutput(streams, {
    get color() {
      return colorFor(streams.out.isTerminal);
    },
    quiet: false,
    text: withoutSteps,
  });
  try {
    return await checkFiles(operands, output);
  } catch (thrown) {
    const { createHintText } = await import('../cli/render/command-line.ts');
    const style = await loadStyles(colorFor(streams.error.isTerminal));
    return report(thrown, streams, { json: false, verbose: false, style, text: createHintText({}) });
  }
}

async function checkFiles(operands: readonly string[], output: Output): Promise<number> {
  const ports = { files: createFiles({ distrusted: isSet(process.env.CI) }) };
  const settings = await lintSettings({}, ports, output.warn);
  const found = await validate({ operands, settings }, ports);
  if (!isClean(found)) {
    const { renderPretty } = await import('../reports/pretty.ts');
    const { color, columns } = renderingOn(output);
    output.data(renderPretty(found, { style: await loadStyles(color), columns }));
  }
  output.say(summaryLine(found));
  const { errors } = countAllProblems(found.files);
  return errors > 0 ? EXIT.document : EXIT.done;
}

/** Findings are plain text. What words a step is loaded for a refusal only, which ends the command. */
function withoutSteps(advice: string | Hint): string {
  if (typeof advice === 'string') return advice;
  throw new Error('A plain validate prints no steps.');
}
