/** Parses a command line and runs its command. The adapters are built when a command runs. */
import type { StandardStreams } from './adapters/standard-streams.ts';
import { commands } from './cli/commands.ts';
import { type GlobalOptions, wantsColor } from './cli/globals.ts';
import { createProgram } from './cli/program.ts';
import { createHintText } from './cli/render/command-line.ts';
import { report, reportInterruption } from './cli/report.ts';
import { styles } from './cli/styles.ts';

/** Returns the exit code of the process. */
export async function main(args: readonly string[], streams: StandardStreams, version: string): Promise<number> {
  let lastDeed: (() => Promise<void>) | undefined;
  let text = createHintText({});
  const interrupted = (signal: string) => {
    const style = styles(false);
    const json = args.includes('--json');
    const leave = () => process.exit(reportInterruption(signal, streams, { json, style, text }));
    if (lastDeed) void lastDeed().finally(leave);
    else leave();
  };
  process.once('SIGINT', interrupted);
  process.once('SIGTERM', interrupted);
  const colorChoice = args.find((_, index) => args[index - 1] === '--color') as GlobalOptions['color'];
  let close = async () => {};
  const { run } = createProgram({
    version,
    commands,
    write: streams.out.write,
    columns: streams.out.columns,
    color: wantsColor(colorChoice, process.env, streams.out.isTerminal),
    context: async (options, file) => {
      const { buildContext } = await import('./main.ts');
      const context = buildContext(options, streams, {
        version,
        file,
        beforeSignal: (deed) => {
          lastDeed = deed;
        },
      });
      close = () => context.ports.state.close();
      text = context.output.text;
      return context;
    },
  });
  try {
    return await run(args);
  } catch (thrown) {
    return report(thrown, streams, {
      json: args.includes('--json'),
      verbose: args.includes('--verbose'),
      style: styles(wantsColor(colorChoice, process.env, streams.error.isTerminal)),
      text,
    });
  } finally {
    await close();
  }
}
