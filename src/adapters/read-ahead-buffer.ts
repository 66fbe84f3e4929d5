/**
 * A ring buffer in shared memory that carries the texts of many files from a reading thread (src/fast/read-thread.ts)
 * to the main thread. The reader takes the files in order and stays ahead. The main thread never waits: it reads a text
 * that is not there in time by itself, and the reader goes on behind it.
 */

/** How many files the reader may be ahead. */
const FILES_AHEAD = 256;
/** In bytes, for each file. The main thread reads larger files. Memory that nothing is read into costs nothing. */
const SLOT_BYTES = 32 * 1024;
/** After how many files the reader learns how far the main thread is: waking it costs as much as checking a file. */
const FILES_BETWEEN_NEWS = 128;

export interface ReadAheadBuffer {
  /**
   * First the index of the file in use; then, for each slot, the index of its file plus 1, and the length of its text.
   */
  readonly numbers: Int32Array;
  /** The slots. A file has the slot of the file that is `FILES_AHEAD` before it. */
  readonly bytes: Uint8Array;
}

/** Stands for a length when the reader has not read the file. */
const UNREAD = -1;
const BEHIND_ALL_FILES = 2 ** 31 - 1;

export function createReadAheadBuffer(): ReadAheadBuffer {
  return {
    numbers: new Int32Array(new SharedArrayBuffer((1 + 2 * FILES_AHEAD) * Int32Array.BYTES_PER_ELEMENT)),
    bytes: new Uint8Array(new SharedArrayBuffer(FILES_AHEAD * SLOT_BYTES)),
  };
}

/**
 * Runs in the reading thread. `read` fills the bytes it gets and returns how many it has filled: all of them when there
 * may be more. Returns when the main thread needs no more files.
 */
export function fillAhead(
  { numbers, bytes }: ReadAheadBuffer,
  count: number,
  read: (index: number, space: Uint8Array) => number | undefined,
): void {
  for (let index = 0; ; ) {
    const inUse = Atomics.load(numbers, 0);
    index = Math.max(index, inUse + 1);
    if (index >= count) return;
    if (index - inUse >= FILES_AHEAD) {
      Atomics.wait(numbers, 0, inUse);
      continue;
    }
    const slot = index % FILES_AHEAD;
    const length = read(index, bytes.subarray(slot * SLOT_BYTES, (slot + 1) * SLOT_BYTES)) ?? SLOT_BYTES;
    numbers[2 + 2 * slot] = length < SLOT_BYTES ? length : UNREAD;
    Atomics.store(numbers, 1 + 2 * slot, index + 1);
    index++;
  }
}

/** Runs in the main thread; fulfils the port `ReadAhead`. */
export function takeInOrder({ numbers, bytes }: ReadAheadBuffer) {
  const buffer = Buffer.from(bytes.buffer);
  return {
    textOf(index: number): string | undefined {
      if (index - Atomics.load(numbers, 0) >= FILES_BETWEEN_NEWS) {
        Atomics.store(numbers, 0, index);
        Atomics.notify(numbers, 0);
      }
      const slot = index % FILES_AHEAD;
      if (Atomics.load(numbers, 1 + 2 * slot) !== index + 1) return undefined;
      const length = numbers[2 + 2 * slot] ?? UNREAD;
      if (length === UNREAD) return undefined;
      const text = buffer.toString('utf8', slot * SLOT_BYTES, slot * SLOT_BYTES + length);
      // Decoding replaces bytes that are not UTF-8 by this character. The caller then reads the file itself and reports
      // it.
      return text.includes('\uFFFD') ? undefined : text;
    },
    close(): void {
      Atomics.store(numbers, 0, BEHIND_ALL_FILES);
      Atomics.notify(numbers, 0);
    },
  };
}
