/** Where the process starts: the shortest way to what was asked for, and the one way out. */
import { keptHelp } from './adapters/kept-help.ts';
import { createStandardStreams, USUAL_COLUMNS } from './adapters/standard-streams.ts';
import { plainCompletion, plainToken, plainValidate } from './cli/fast.ts';

declare const MCPCTL_VERSION: string;

/** EXIT of refusal.ts, whose other half would have to be loaded with it. */
const DONE = 0;
const LOCAL = 5;

const streams = createStandardStreams(process, {
  // A reader that went away (`mcpctl list | head -1`) is no error of ours.
  readerGone: () => process.exit(DONE),
  unwritable: () => process.exit(LOCAL),
});

async function start(args: readonly string[]): Promise<number> {
  const operands = plainValidate(args);
  if (operands) return (await import('./main-validate.ts')).main(operands, streams);
  const answer = await plainAnswer(args);
  if (answer !== undefined) {
    streams.out.write(answer);
    return DONE;
  }
  const wanted = plainToken(args);
  if (wanted && (await (await import('./main-token.ts')).main(wanted, streams))) return DONE;
  return (await import('./main-commands.ts')).main(args, streams, MCPCTL_VERSION);
}

/** What is said the same to everybody. */
async function plainAnswer(args: readonly string[]): Promise<string | undefined> {
  const [only] = args.length === 1 ? args : [];
  if (only === '--version') return `${MCPCTL_VERSION}\n`;
  if (only === '--help' && streams.out.columns === USUAL_COLUMNS) return keptHelp();
  const shell = plainCompletion(args);
  return shell && `${(await import('./cli/completion/scripts.ts')).SCRIPTS[shell].trimEnd()}\n`;
}

// Open sockets do not keep the process alive. A terminal takes all that is written to it at once, a pipe as well.
start(process.argv.slice(2)).then((exitCode) => process.exit(exitCode));
