/**
 * Texts of many files on their way from a thread that reads them (src/fast/read-thread.ts) to the one that uses them,
 * in memory that both see. The reader goes through the files in their order and stays ahead of the user, who waits for
 * nothing: a text that is not there in time the user reads itself, and the reader goes on behind it.
 */

/** How far ahead the reader gets. */
const FILES_AHEAD = 256;
/** In bytes, for each file; a larger one is left to the user. Memory that nothing is read into costs nothing. */
const ROOM = 32 * 1024;
/** How often the reader is told how far the user is: to wake it costs as much as the work on a file. */
const FILES_BETWEEN_NEWS = 128;

export interface ReadAheadBuffer {
  /** The index of the file in use, as last told; then of each place, which file is in it (its index and 1), its length. */
  readonly numbers: Int32Array;
  /** The places. A file has the place of the one that is `FILES_AHEAD` before it. */
  readonly bytes: Uint8Array;
}

/** Instead of a length. */
const UNREAD = -1;
const BEHIND_ALL_FILES = 2 ** 31 - 1;

export function createReadAheadBuffer(): ReadAheadBuffer {
  return {
    numbers: new Int32Array(new SharedArrayBuffer((1 + 2 * FILES_AHEAD) * Int32Array.BYTES_PER_ELEMENT)),
    bytes: new Uint8Array(new SharedArrayBuffer(FILES_AHEAD * ROOM)),
  };
}

/**
 * The reader's end. `read` puts a file into the bytes it is given, and returns how many it has filled: all of them when
 * there may be more. Returns when the user needs nothing more.
 */
export function fillAhead(
  { numbers, bytes }: ReadAheadBuffer,
  count: number,
  read: (index: number, room: Uint8Array) => number | undefined,
): void {
  for (let index = 0; ; ) {
    const inUse = Atomics.load(numbers, 0);
    index = Math.max(index, inUse + 1);
    if (index >= count) return;
    if (index - inUse >= FILES_AHEAD) {
      Atomics.wait(numbers, 0, inUse);
      continue;
    }
    const place = index % FILES_AHEAD;
    const length = read(index, bytes.subarray(place * ROOM, (place + 1) * ROOM)) ?? ROOM;
    numbers[2 + 2 * place] = length < ROOM ? length : UNREAD;
    Atomics.store(numbers, 1 + 2 * place, index + 1);
    index++;
  }
}

/** The user's end, see the port (src/ports/index.ts). */
export function takeInOrder({ numbers, bytes }: ReadAheadBuffer) {
  const buffer = Buffer.from(bytes.buffer);
  return {
    textOf(index: number): string | undefined {
      if (index - Atomics.load(numbers, 0) >= FILES_BETWEEN_NEWS) {
        Atomics.store(numbers, 0, index);
        Atomics.notify(numbers, 0);
      }
      const place = index % FILES_AHEAD;
      if (Atomics.load(numbers, 1 + 2 * place) !== index + 1) return undefined;
      const length = numbers[2 + 2 * place] ?? UNREAD;
      if (length === UNREAD) return undefined;
      const text = buffer.toString('utf8', place * ROOM, place * ROOM + length);
      // What decoding puts in place of bytes that are no UTF-8: whoever reads the file itself says so.
      return text.includes('\uFFFD') ? undefined : text;
    },
    close(): void {
      Atomics.store(numbers, 0, BEHIND_ALL_FILES);
      Atomics.notify(numbers, 0);
    },
  };
}
