/** A file is written under the name of a neighbour until it is whole; what killed processes left of that is swept. */
import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** SQLite writes neighbours of its own beside a database that is being filled. */
const NEIGHBOUR = /\.new-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(-journal|-wal|-shm)?$/;

/** Milliseconds: filling a file takes less than a second, so nobody works on one that nothing has touched for so long. */
const ABANDONED = 3_600_000;

export function neighbourOf(file: string): string {
  return `${file}.new-${crypto.randomUUID()}`;
}

/** Removes the abandoned neighbours in a folder, of the files whose names begin so. Never fails: it is no command's errand. */
export function sweepNeighbours(folder: string, prefix = ''): void {
  try {
    for (const name of readdirSync(folder)) {
      if (!name.startsWith(prefix) || !NEIGHBOUR.test(name)) continue;
      const neighbour = join(folder, name);
      const { mtimeMs } = statSync(neighbour, { throwIfNoEntry: false }) ?? { mtimeMs: Number.POSITIVE_INFINITY };
      if (Date.now() - mtimeMs > ABANDONED) rmSync(neighbour, { force: true });
    }
  } catch {
    // A folder that may not be read or changed keeps them.
  }
}
