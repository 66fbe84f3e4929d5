/** Files that are read by a thread of their own, while this one does something with those before them. */
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { SHARE_ENV, Worker } from 'node:worker_threads';
import type { ReadAhead } from '../ports/index.ts';
import { createReadAheadBuffer, type ReadAheadBuffer, takeInOrder } from './read-ahead-buffer.ts';

/** What src/fast/read-thread.ts is given. */
export interface ReadThreadData {
  /** One text, with a NUL between paths: thousands of texts take longer to get there. */
  readonly paths: string;
  readonly mayBePipes: boolean;
  readonly texts: ReadAheadBuffer;
}

/** `undefined` where there is no core to spare. */
export function startReadAhead(
  paths: readonly string[],
  { mayBePipes }: { readonly mayBePipes: boolean },
): ReadAhead | undefined {
  if (availableParallelism() === 1) return undefined;
  const texts = createReadAheadBuffer();
  const workerData: ReadThreadData = { paths: paths.join('\0'), mayBePipes, texts };
  const file = join(import.meta.dirname, 'read-thread.js');
  const thread = new Worker(file, { workerData, env: SHARE_ENV, trackUnmanagedFds: false });
  // What it does not read, its user does.
  thread.on('error', () => {});
  thread.unref();
  return takeInOrder(texts);
}
