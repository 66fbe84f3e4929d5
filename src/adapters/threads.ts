/** The threads port. What each of them runs is src/main-lint-thread.ts. */
import { join } from 'node:path';
import type { Threads } from '../ports.ts';

/** This one included. Each has the whole linter in memory of its own. */
const MOST_THREADS = 4;

export const threads: Threads = {
  async start(work) {
    const { availableParallelism } = await import('node:os');
    const count = Math.min(availableParallelism(), MOST_THREADS) - 1;
    return Array.from({ length: count }, () => startThread(work));
  },
};

/** Its answer; `undefined` when it ends without one. */
export async function startThread<Answer>(
  work: unknown,
  file = join(import.meta.dirname, 'lint-thread.js'),
): Promise<Answer | undefined> {
  const { Worker } = await import('node:worker_threads');
  return new Promise((resolve) => {
    const thread = new Worker(file, { workerData: work });
    thread.once('message', resolve);
    thread.once('error', () => resolve(undefined));
    thread.once('exit', () => resolve(undefined));
  });
}
