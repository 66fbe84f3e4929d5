/** Parses a command line and runs its command. The adapters are built when a command runs. */
import type { StandardStreams } from './adapters/standard-streams.ts';
import { commands } from './cli/commands.ts';
import { type GlobalOptions, wantsColor } from './cli/globals.ts';
import { createProgram } from './cli/program.ts';
import { createHintText } from './cli/render/command-line.ts';
import { report, reportInterruption } from './cli/report.ts';
import { EXIT } from './refusal.ts';
import { styles } from './styles.ts';

/** In milliseconds: how long a signal waits for what is under way. */
const PATIENCE = 30_000;

/** The last one first: what was begun last stands on what was begun before. One that fails keeps no other from its end. */
async function finishAll(deeds: readonly (() => Promise<void>)[]): Promise<void> {
  for (const deed of deeds.toReversed()) await deed().catch(() => {});
}

/** Returns the exit code of the process. */
export async function main(args: readonly string[], streams: StandardStreams, version: string): Promise<number> {
  const deeds: (() => Promise<void>)[] = [];
  let serves = false;
  let isLeaving = false;
  let text = createHintText({});
  const interrupted = (signal: string) => {
    const style = styles(false);
    const json = args.includes('--json');
    const leave = () => process.exit(reportInterruption(signal, streams, { json, style, text }));
    // A second signal ends the process at once.
    if (isLeaving || deeds.length === 0) return leave();
    isLeaving = true;
    const end = () => (serves && signal === 'SIGTERM' ? process.exit(EXIT.done) : leave());
    setTimeout(end, PATIENCE);
    void finishAll(deeds).finally(end);
  };
  process.on('SIGINT', interrupted);
  process.on('SIGTERM', interrupted);
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
        beforeSignal: (deed) => void deeds.push(deed),
        serves: () => {
          serves = true;
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
