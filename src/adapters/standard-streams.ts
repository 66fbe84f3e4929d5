/**
 * Standard output and error. Node takes milliseconds to build its own stream objects, so what is written goes straight
 * to its descriptor, and they are asked only for the width of a terminal. On Windows they also write: a terminal there
 * has encodings of its own.
 */
import { fstatSync, statSync, writeSync } from 'node:fs';

/** How wide a line may be where nobody says. */
export const USUAL_COLUMNS = 80;

/** A place text is written to, and how wide it is. */
export interface StandardStream {
  write(text: string): void;
  readonly isTerminal: boolean;
  /** Width in characters; `USUAL_COLUMNS` when it is no terminal. */
  readonly columns: number;
}

export interface StandardStreams {
  readonly out: StandardStream;
  readonly error: StandardStream;
}

/** `readerGone` is called when whoever read has closed the pipe, `unwritable` when writing fails otherwise. */
export interface WriteFaults {
  readonly readerGone: () => never;
  readonly unwritable: () => never;
}

/** Looks at nothing yet: whether a stream is a terminal is found out when somebody asks. */
export function createStandardStreams(
  process: Pick<NodeJS.Process, 'stdout' | 'stderr' | 'platform'>,
  faults: WriteFaults,
): StandardStreams {
  if (process.platform === 'win32') {
    return { out: wrapped(() => process.stdout, faults), error: wrapped(() => process.stderr, faults) };
  }
  return { out: direct(1, () => process.stdout, faults), error: direct(2, () => process.stderr, faults) };
}

/** Whether a person can type into standard input. */
export function inputIsTerminal(process: Pick<NodeJS.Process, 'stdin' | 'platform'>): boolean {
  return (process.platform === 'win32' || mayBeTerminal(0)) && process.stdin.isTTY === true;
}

/** Surely not when it is no character device, or the null device, which is one. */
function mayBeTerminal(descriptor: number): boolean {
  try {
    const stats = fstatSync(descriptor);
    return stats.isCharacterDevice() && stats.rdev !== statSync('/dev/null').rdev;
  } catch {
    return true;
  }
}

function direct(descriptor: number, nodeStream: () => NodeJS.WriteStream, faults: WriteFaults): StandardStream {
  let known: boolean | undefined;
  const isTerminal = () => {
    known ??= mayBeTerminal(descriptor) && nodeStream().isTTY === true;
    return known;
  };
  return {
    get isTerminal() {
      return isTerminal();
    },
    get columns() {
      return isTerminal() ? nodeStream().columns : USUAL_COLUMNS;
    },
    write(text) {
      const written = writeSome(descriptor, text, faults);
      if (written === Buffer.byteLength(text)) return;
      for (let rest = Buffer.from(text).subarray(written); rest.length > 0; ) {
        rest = rest.subarray(writeSome(descriptor, rest, faults));
      }
    },
  };
}

/** How many bytes; 0 when a pipe that must not block has no room yet: then its reader is given a moment. */
function writeSome(descriptor: number, content: string | Buffer, faults: WriteFaults): number {
  try {
    return typeof content === 'string' ? writeSync(descriptor, content) : writeSync(descriptor, content);
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    if (code !== 'EAGAIN') return code === 'EPIPE' ? faults.readerGone() : faults.unwritable();
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    return 0;
  }
}

/** Node's stream, built when it is first used. */
function wrapped(nodeStream: () => NodeJS.WriteStream, faults: WriteFaults): StandardStream {
  let built: NodeJS.WriteStream | undefined;
  const stream = () => {
    built ??= nodeStream().on('error', ({ code }: NodeJS.ErrnoException) =>
      code === 'EPIPE' ? faults.readerGone() : faults.unwritable(),
    );
    return built;
  };
  return {
    get isTerminal() {
      return stream().isTTY === true;
    },
    get columns() {
      return stream().isTTY ? stream().columns : USUAL_COLUMNS;
    },
    write: (text) => void stream().write(text),
  };
}
