/** The threads port. What each of them runs is src/main-lint-thread.ts. */
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import type { Threads } from '../ports.ts';

/** This one included. Each has the whole linter in memory of its own. */
const MOST_THREADS = 4;

export const threads: Threads = {
  async start(work) {
    const [{ availableParallelism }, { Worker }] = await Promise.all([
      import('node:os'),
      import('node:worker_threads'),
    ]);
    const file = join(import.meta.dirname, 'lint-thread.js');
    const count = Math.min(availableParallelism(), MOST_THREADS) - 1;
    return Array.from({ length: count }, () => answerOf(new Worker(file, { workerData: work })));
  },
};

/** `undefined` when it ends without one. */
export function answerOf<Answer>(thread: Worker): Promise<Answer | undefined> {
  return new Promise((resolve) => {
    thread.once('message', resolve);
    thread.once('error', () => resolve(undefined));
    thread.once('exit', () => resolve(undefined));
  });
}
