/** The first file of a thread that reads files before they are asked for, see src/adapters/read-ahead-buffer.ts. */
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { workerData } from 'node:worker_threads';
import type { ReadThreadData } from '../adapters/read-ahead.ts';
import { fillAhead } from '../adapters/read-ahead-buffer.ts';

const { paths: joined, mayBePipes, texts } = workerData as ReadThreadData;
const paths = joined.split('\0');

// On Linux this is the priority of this thread alone (setpriority(2)): where cores are few, who checks goes first.
if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

fillAhead(texts, paths.length, (index, room) => {
  const path = paths[index] as string;
  try {
    // What a pipe holds can be read only once, and not all of it may have room here.
    return mayBePipes && !statSync(path).isFile() ? undefined : readInto(room, path);
  } catch {
    return undefined;
  }
});

function readInto(room: Uint8Array, path: string): number {
  const file = openSync(path, 'r');
  try {
    for (let length = 0; ; ) {
      const count = readSync(file, room, length, room.length - length, null);
      length += count;
      if (count === 0 || length === room.length) return length;
    }
  } finally {
    closeSync(file);
  }
}
