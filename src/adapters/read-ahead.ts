/** Reads files in a thread of its own, while this thread works on earlier files. */
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { SHARE_ENV, Worker } from 'node:worker_threads';
import type { ReadAhead } from '../ports/index.ts';
import { createReadAheadBuffer, type ReadAheadBuffer, takeInOrder } from './read-ahead-buffer.ts';

/** The data that src/fast/read-thread.ts gets. */
export interface ReadThreadData {
  /** One text with a NUL between paths: thousands of separate texts take longer to copy. */
  readonly paths: string;
  readonly mayBePipes: boolean;
  readonly texts: ReadAheadBuffer;
}

/** Returns undefined on a machine with one core. */
export function startReadAhead(
  paths: readonly string[],
  { mayBePipes }: { readonly mayBePipes: boolean },
): ReadAhead | undefined {
  if (availableParallelism() === 1) return undefined;
  const texts = createReadAheadBuffer();
  const workerData: ReadThreadData = { paths: paths.join('\0'), mayBePipes, texts };
  const file = join(import.meta.dirname, 'read-thread.js');
  const thread = new Worker(file, { workerData, env: SHARE_ENV, trackUnmanagedFds: false });
  // The caller reads every file that the thread does not.
  thread.on('error', () => {});
  thread.unref();
  return takeInOrder(texts);
}
