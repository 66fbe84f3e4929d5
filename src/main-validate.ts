/** Builds what a plain `validate` needs of the real world, and nothing more. */
import { createFiles } from './adapters/files.ts';
import type { StandardStreams } from './adapters/standard-streams.ts';
import { checkFiles } from './cli/check-files.ts';
import { wantsColor } from './cli/globals.ts';
import { createOutput } from './cli/output.ts';
import { report } from './cli/report.ts';

/** Returns the exit code. */
export async function main(operands: readonly string[], streams: StandardStreams): Promise<number> {
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
    const { styles } = await import('./cli/styles.ts');
    return report(thrown, streams, { json: false, verbose: false, style: styles(colorFor(streams.error.isTerminal)) });
  }
}
