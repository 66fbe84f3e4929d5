/** Where the process starts: the shortest way to the command that was typed, and the one way to end the process. */
import { prebuiltHelp } from './adapters/prebuilt-help.ts';
import { processStreams } from './adapters/process-streams.ts';
import { type StandardStreams, USUAL_COLUMNS } from './adapters/standard-streams.ts';
import { plainCompletion, plainToken, plainValidate } from './fast/arguments.ts';
import { usesFastPaths } from './fast/switch.ts';
import { EXIT } from './refusal.ts';
import { VERSION } from './version.ts';

async function start(args: readonly string[]): Promise<number> {
  if (!usesFastPaths(process.env)) return startCommand(args, processStreams());
  const operands = plainValidate(args);
  if (operands) return (await import('./fast/validate.ts')).main(operands);
  const streams = processStreams();
  const text = await fixedText(args, streams);
  if (text !== undefined) {
    streams.out.write(text);
    return EXIT.done;
  }
  const wanted = plainToken(args);
  if (wanted && (await (await import('./fast/token.ts')).main(wanted, streams))) return EXIT.done;
  return startCommand(args, streams);
}

async function startCommand(args: readonly string[], streams: StandardStreams): Promise<number> {
  return (await import('./main-commands.ts')).main(args, streams, VERSION);
}

/** The answer to a command line whose answer is the same on every machine; `undefined` for any other command line. */
async function fixedText(args: readonly string[], { out }: StandardStreams): Promise<string | undefined> {
  const [only] = args.length === 1 ? args : [];
  if (only === '--version') return `${VERSION}\n`;
  if (only === '--help' && out.columns === USUAL_COLUMNS) return prebuiltHelp();
  const shell = plainCompletion(args);
  return shell && `${(await import('./completion/scripts.ts')).SCRIPTS[shell].trimEnd()}\n`;
}

/** Does what `process.exit` does, which takes a hundredth of a start to find out that nobody listens for `exit`. */
function leave(exitCode: number): never {
  const { reallyExit } = process as { reallyExit?: (exitCode: number) => never };
  const end = process.listenerCount('exit') === 0 && reallyExit;
  return (end || process.exit).call(process, exitCode);
}

// Open sockets must not keep the process alive. Terminals and pipes have taken all that was written by now.
start(process.argv.slice(2)).then(leave);
