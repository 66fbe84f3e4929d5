/**
 * Standard output and standard error. Node needs milliseconds to build its own stream objects, so text is written
 * directly to the descriptors, and the objects are used only for the width of a terminal. On Windows they also write,
 * because a terminal there has encodings of its own.
 */
import { fstatSync, statSync, writeSync } from 'node:fs';

/** The width of a line where none is known. */
export const USUAL_COLUMNS = 80;

/** An output, and the width of its lines. */
export interface StandardStream {
  /** `content` says that a CI runner may execute the lines. */
  write(text: string, content?: 'workflow-commands'): void;
  readonly isTerminal: boolean;
  /** In characters. `USUAL_COLUMNS` when it is not a terminal. */
  readonly columns: number;
}

export interface StandardStreams {
  readonly out: StandardStream;
  readonly error: StandardStream;
}

/** `readerGone` is called when the reader has closed the pipe, `unwritable` when a write fails for another reason. */
export interface WriteFaults {
  readonly readerGone: () => never;
  readonly unwritable: () => never;
}

/** Checks only when asked whether a stream is a terminal. */
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

/** A terminal is a character device, and so is the null device, which is not one. */
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

/** Returns how many bytes were written: 0 when a non-blocking pipe is full. Its reader then gets a moment. */
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

/** Builds the stream of Node at its first use. */
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
