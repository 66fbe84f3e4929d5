/** Builds what a plain `validate` needs of the real world, and nothing more. */
import { createFiles } from '../adapters/files.ts';
import { processStreams } from '../adapters/process-streams.ts';
import { wantsColor } from '../cli/globals.ts';
import { createOutput } from '../cli/output.ts';
import { loadStyles } from '../cli/plain-styles.ts';
import { report } from '../cli/report.ts';
import { checkFiles } from './check-files.ts';

/** Returns the exit code. */
export async function main(operands: readonly string[]): Promise<number> {
  const streams = processStreams();
  const colorFor = (isTerminal: boolean) => wantsColor(undefined, process.env, isTerminal);
  const output = createOutput(streams, {
    get color() {
      return colorFor(streams.out.isTerminal);
    },
    quiet: false,
  });
  try {
    return await checkFiles({ ports: { files: createFiles() }, output }, operands);
  } catch (thrown) {
    const { createHintText } = await import('../cli/render/command-line.ts');
    const style = await loadStyles(colorFor(streams.error.isTerminal));
    return report(thrown, streams, { json: false, verbose: false, style, text: createHintText({}) });
  }
}
