/** A file is written under a temporary name beside it until it is whole. What killed processes left is removed later. */
import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** SQLite writes files of its own beside a database that is being filled. */
const TEMPORARY = /\.new-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(-journal|-wal|-shm)?$/;

/** In milliseconds. Filling a file takes less than a second, so no process works on one that is older. */
const ABANDONED = 3_600_000;

export function temporaryPathOf(file: string): string {
  return `${file}.new-${crypto.randomUUID()}`;
}

/**
 * Removes the abandoned temporary files in a folder whose names begin with the prefix. It never fails, because no command
 * was asked to do it.
 */
export function removeAbandoned(folder: string, prefix = ''): void {
  try {
    for (const name of readdirSync(folder)) {
      if (!name.startsWith(prefix) || !TEMPORARY.test(name)) continue;
      const temporary = join(folder, name);
      const { mtimeMs } = statSync(temporary, { throwIfNoEntry: false }) ?? { mtimeMs: Number.POSITIVE_INFINITY };
      if (Date.now() - mtimeMs > ABANDONED) rmSync(temporary, { force: true });
    }
  } catch {
    // A folder that may not be read or changed keeps its files.
  }
}
