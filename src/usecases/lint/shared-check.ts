/** Many files, checked by as many threads as there are cores: each takes the next few until none is left. */
import type { Ports } from '../../ports.ts';
import { type Checked, type CheckOptions, checkEach } from './check.ts';
import { type LintFile, STANDARD_INPUT } from './files.ts';

/** What every thread is given. */
export interface SharedCheck {
  readonly list: readonly LintFile[];
  readonly options: CheckOptions;
  /** The index of the first file that nobody has taken: one number that all threads see. */
  readonly next: Int32Array;
}

/** Fewer are checked sooner than another thread is started. */
const MANY_FILES = 500;
/** Taken at once: enough that taking costs nothing, and few enough that all threads end together. */
const FILES_AT_ONCE = 32;

/**
 * What several threads find, as far as they get; nothing where one thread is as quick. A file that cannot be read is
 * left to the caller, who meets the first of them wherever it is.
 */
export async function checkTogether(
  list: readonly LintFile[],
  options: CheckOptions,
  { files, threads }: Pick<Ports, 'files' | 'threads'>,
): Promise<Checked> {
  if (list.length < MANY_FILES || list.some(({ name }) => name === STANDARD_INPUT)) return new Map();
  const shared: SharedCheck = { list, options, next: new Int32Array(new SharedArrayBuffer(4)) };
  const others = await threads.start<Checked>(shared);
  if (others.length === 0) return new Map();
  const mine = await checkShare(shared, files);
  return new Map([mine, ...(await Promise.all(others))].flatMap((checked) => [...(checked ?? [])]));
}

/** What one thread gets done. */
export async function checkShare({ list, options, next }: SharedCheck, files: Ports['files']): Promise<Checked> {
  const checked: Checked = new Map();
  // Whoever misses a file reads it again, and refuses what is wrong with it in the order of the list.
  await checkEach(list, turns(next, list.length), options, files, checked).catch(() => {});
  return checked;
}

function* turns(next: Int32Array, end: number): Iterable<number> {
  for (;;) {
    const from = Atomics.add(next, 0, FILES_AT_ONCE);
    if (from >= end) return;
    for (let index = from; index < Math.min(from + FILES_AT_ONCE, end); index++) yield index;
  }
}
