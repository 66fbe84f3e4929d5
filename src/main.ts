/** Builds the real adapters; nothing else does. Each is loaded when something first asks for it. */
import { commands } from './cli/commands/index.ts';
import type { Context } from './cli/context.ts';
import { createOutput, type Stream } from './cli/output.ts';
import { createProgram } from './cli/program.ts';
import { report } from './cli/report.ts';

declare const MCPCTL_VERSION: string;

async function run(args: readonly string[]): Promise<number> {
  const streams = { out: standard(process.stdout), error: standard(process.stderr) };
  const reporting = { json: args.includes('--json'), verbose: args.includes('--verbose'), color: false };
  try {
    const { run } = createProgram({
      version: MCPCTL_VERSION,
      commands,
      write: (text) => streams.out.write(text),
      columns: streams.out.columns,
      color: false,
      context: async (options): Promise<Context> => {
        void createOutput;
        throw new Error(`no ports yet for ${Object.keys(options)}`);
      },
    });
    return await run(args);
  } catch (thrown) {
    return report(thrown, streams, reporting);
  }
}

function standard(stream: NodeJS.WriteStream): Stream {
  return {
    write: (text) => void stream.write(text),
    isTerminal: stream.isTTY === true,
    columns: stream.isTTY ? stream.columns : 80,
  };
}

run(process.argv.slice(2)).then((exitCode) => {
  process.exitCode = exitCode;
});
