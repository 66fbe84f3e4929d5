/** Builds what a plain `validate` needs of the real world, and nothing more. */
import { createFiles } from './adapters/files.ts';
import { wantsColor } from './cli/globals.ts';
import { createOutput } from './cli/output.ts';
import { runValidate } from './cli/run-validate.ts';
import type { StandardStreams } from './entry.ts';

/** Returns the exit code. */
export async function main(operands: readonly string[], streams: StandardStreams): Promise<number> {
  const colorFor = (isTerminal: boolean) => wantsColor(undefined, process.env, isTerminal);
  const output = createOutput(streams, { color: colorFor(streams.out.isTerminal), quiet: false });
  const globals = { json: false, verbosity: 'normal' } as const;
  try {
    return await runValidate({ ports: { files: createFiles() }, globals, output }, {}, [...operands]);
  } catch (thrown) {
    const { report } = await import('./cli/report.ts');
    return report(thrown, streams, { json: false, verbose: false, color: colorFor(streams.error.isTerminal) });
  }
}
