/** Where the process starts: the shortest way to what was asked for, and the one way out. */
import { plainValidate } from './cli/fast.ts';
import type { Stream } from './cli/output.ts';
import { EXIT } from './refusal.ts';

declare const MCPCTL_VERSION: string;

/** Standard output and error; Node builds each stream when it is first touched, so a silent one costs nothing. */
export interface StandardStreams {
  readonly out: Stream;
  readonly error: Stream;
}

const streams: StandardStreams = {
  get out() {
    return standard(process.stdout);
  },
  get error() {
    return standard(process.stderr);
  },
};

async function start(args: readonly string[]): Promise<number> {
  if (args.length === 1 && args[0] === '--version') {
    streams.out.write(`${MCPCTL_VERSION}\n`);
    return EXIT.done;
  }
  const operands = plainValidate(args);
  if (operands) return (await import('./main-validate.ts')).main(operands, streams);
  return (await import('./main.ts')).main(args, streams, MCPCTL_VERSION);
}

function standard(stream: NodeJS.WriteStream): Stream {
  // A reader that went away (`mcpctl list | head -1`) is no error of ours.
  if (stream.listenerCount('error') === 0) {
    stream.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? EXIT.done : EXIT.local));
  }
  return {
    write: (text) => void stream.write(text),
    isTerminal: stream.isTTY === true,
    columns: stream.isTTY ? stream.columns : 80,
  };
}

async function interrupted(signal: string): Promise<void> {
  const { reportInterruption } = await import('./cli/report.ts');
  leave(reportInterruption(signal, streams, process.argv.includes('--json')));
}

/** Ends the process when everything written has left it; open sockets do not keep it alive. */
function leave(exitCode: number): void {
  process.stdout.write('', () => process.stderr.write('', () => process.exit(exitCode)));
}

process.once('SIGINT', interrupted);
process.once('SIGTERM', interrupted);
start(process.argv.slice(2)).then(leave);
