/**
 * Standard output and error. Node takes milliseconds to build its own stream objects: only a terminal, whose width
 * and encoding they know, is worth that. Files and pipes are written to directly.
 */
import { fstatSync, statSync, writeSync } from 'node:fs';

/** A place text is written to, and how wide it is. */
export interface StandardStream {
  write(text: string): void;
  readonly isTerminal: boolean;
  /** Width in characters; 80 when it is no terminal. */
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

/** Looks at nothing yet: each stream is examined when it is first used. */
export function createStandardStreams(
  process: Pick<NodeJS.Process, 'stdout' | 'stderr' | 'platform'>,
  faults: WriteFaults,
): StandardStreams {
  let out: StandardStream | undefined;
  let error: StandardStream | undefined;
  const open = (descriptor: number, nodeStream: () => NodeJS.WriteStream) =>
    isPlain(descriptor, process.platform) ? plainStream(descriptor, faults) : wrapped(nodeStream(), faults);
  return {
    get out() {
      out ??= open(1, () => process.stdout);
      return out;
    },
    get error() {
      error ??= open(2, () => process.stderr);
      return error;
    },
  };
}

/** Whether a person can type into standard input. */
export function inputIsTerminal(process: Pick<NodeJS.Process, 'stdin' | 'platform'>): boolean {
  return !isPlain(0, process.platform) && process.stdin.isTTY === true;
}

/** Surely no terminal: not even a character device, or the null device, which is one. */
function isPlain(descriptor: number, platform: NodeJS.Platform): boolean {
  if (platform === 'win32') return false;
  try {
    const stats = fstatSync(descriptor);
    return !stats.isCharacterDevice() || stats.rdev === statSync('/dev/null').rdev;
  } catch {
    return false;
  }
}

function plainStream(descriptor: number, faults: WriteFaults): StandardStream {
  return {
    isTerminal: false,
    columns: 80,
    write(text) {
      const bytes = Buffer.from(text);
      for (let written = 0; written < bytes.length; ) written += writeSome(descriptor, bytes, written, faults);
    },
  };
}

/** 0 when a pipe that must not block has no room yet: then its reader is given a moment. */
function writeSome(descriptor: number, bytes: Buffer, offset: number, faults: WriteFaults): number {
  try {
    return writeSync(descriptor, bytes, offset);
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    if (code !== 'EAGAIN') return code === 'EPIPE' ? faults.readerGone() : faults.unwritable();
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    return 0;
  }
}

function wrapped(stream: NodeJS.WriteStream, faults: WriteFaults): StandardStream {
  stream.on('error', ({ code }: NodeJS.ErrnoException) =>
    code === 'EPIPE' ? faults.readerGone() : faults.unwritable(),
  );
  return {
    write: (text) => void stream.write(text),
    isTerminal: stream.isTTY === true,
    columns: stream.isTTY ? stream.columns : 80,
  };
}
