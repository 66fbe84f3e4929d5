/** Where the process starts: the shortest way to what was asked for, and the one way out. */
import { prebuiltHelp } from './adapters/prebuilt-help.ts';
import { processStreams } from './adapters/process-streams.ts';
import { type StandardStreams, USUAL_COLUMNS } from './adapters/standard-streams.ts';
import { plainCompletion, plainToken, plainValidate } from './fast/arguments.ts';

declare const MCPCTL_VERSION: string;

/** EXIT of refusal.ts, whose other half would have to be loaded with it. */
const DONE = 0;

async function start(args: readonly string[]): Promise<number> {
  const operands = plainValidate(args);
  if (operands) return (await import('./fast/validate.ts')).main(operands);
  const streams = processStreams();
  const answer = await plainAnswer(args, streams);
  if (answer !== undefined) {
    streams.out.write(answer);
    return DONE;
  }
  const wanted = plainToken(args);
  if (wanted && (await (await import('./fast/token.ts')).main(wanted, streams))) return DONE;
  return (await import('./main-commands.ts')).main(args, streams, MCPCTL_VERSION);
}

/** What is said the same to everybody. */
async function plainAnswer(args: readonly string[], { out }: StandardStreams): Promise<string | undefined> {
  const [only] = args.length === 1 ? args : [];
  if (only === '--version') return `${MCPCTL_VERSION}\n`;
  if (only === '--help' && out.columns === USUAL_COLUMNS) return prebuiltHelp();
  const shell = plainCompletion(args);
  return shell && `${(await import('./completion/scripts.ts')).SCRIPTS[shell].trimEnd()}\n`;
}

/** `process.exit`, which takes a hundredth of a start to find out that nobody listens. */
function leave(exitCode: number): never {
  const { reallyExit } = process as { reallyExit?: (exitCode: number) => never };
  const end = process.listenerCount('exit') === 0 && reallyExit;
  return (end || process.exit).call(process, exitCode);
}

// Open sockets do not keep the process alive. A terminal takes all that is written to it at once, a pipe as well.
start(process.argv.slice(2)).then(leave);
