/** A list that somebody else keeps: asked for again when it is old, and served from memory when they are slow. */
import type { Clock } from '../ports/index.ts';

/** An answer is good for so long, unless its owner says that it has changed. Milliseconds. */
const FRESH = 5000;
/** Who has nothing to show yet waits for so long; who has an older answer, for so much less. Milliseconds. */
const FIRST_PATIENCE = 3000;
const PATIENCE = 250;
/** An owner that failed is left alone for so long. Milliseconds. */
const PAUSE = 2000;

const NOTHING: readonly never[] = [];

export interface CachedList<T> {
  /** Never fails: the newest answer that came in time, or what there was before it; empty at worst. */
  read(): Promise<readonly T[]>;
  /** What `read` would give now without asking anybody; undefined when it would ask. */
  fresh(): readonly T[] | undefined;
  /** Waits for a first answer that is on its way, as long as it takes to come or to fail. Never fails. */
  settled(): Promise<void>;
  /** What is known now, without asking; undefined until there was an answer. */
  peek(): readonly T[] | undefined;
  /** Its owner says that it has changed: the next read asks again, and its answer counts as another one. */
  expire(): void;
  /** Why the last attempt failed, until one succeeds. */
  readonly failure: unknown;
}

/** Whether an owner let somebody wait in vain: until it answers, nobody waits for any list of it again. */
export interface Punctuality {
  isOverdue: boolean;
}

/** `changed` is told of every answer that differs from what was shown before. */
export function cachedList<T>(
  ask: () => Promise<readonly T[]>,
  clock: Clock,
  changed: () => void,
  owner: Punctuality,
): CachedList<T> {
  let items: readonly T[] | undefined;
  let answeredAt = Number.NEGATIVE_INFINITY;
  let failedAt = Number.NEGATIVE_INFINITY;
  let failure: unknown;
  let isAnnounced = false;
  let announcements = 0;
  let asking: { readonly since: number; readonly done: Promise<void> } | undefined;

  const refresh = async () => {
    const before = announcements;
    try {
      const answer = await ask();
      const differs = isAnnounced || (items ? JSON.stringify(answer) !== JSON.stringify(items) : owner.isOverdue);
      isAnnounced = announcements !== before;
      owner.isOverdue = false;
      items = answer;
      answeredAt = clock.now();
      failure = undefined;
      if (differs) changed();
    } catch (thrown) {
      failure = thrown;
      failedAt = clock.now();
    } finally {
      asking = undefined;
      // What changed while it was asked for may not be in the answer.
      if (announcements !== before) begin();
    }
  };
  const begin = () => {
    asking = { since: clock.now(), done: refresh() };
    return asking;
  };

  const fresh = (now = clock.now()) =>
    now - answeredAt < FRESH || now - failedAt < PAUSE ? (items ?? NOTHING) : undefined;

  return {
    fresh,
    async read() {
      const now = clock.now();
      const known = fresh(now);
      if (known) return known;
      const { since, done } = asking ?? begin();
      const patience = since + (items ? PATIENCE : FIRST_PATIENCE) - now;
      if (patience > 0 && !owner.isOverdue) await inTime(done, patience, clock);
      if (asking) owner.isOverdue = true;
      return items ?? NOTHING;
    },
    settled: async () => (items ? undefined : asking?.done),
    peek: () => items,
    expire() {
      isAnnounced = true;
      announcements += 1;
      answeredAt = Number.NEGATIVE_INFINITY;
      failedAt = Number.NEGATIVE_INFINITY;
    },
    get failure() {
      return failure;
    },
  };
}

/** The items of a list that are wanted; the same array as before while the list is the same. */
export function filteredList<T>(list: CachedList<T>, isWanted: (item: T) => boolean): CachedList<T> {
  let whole: readonly T[] | undefined;
  let part: readonly T[] = [];
  const partOfIt = (items: readonly T[]) => {
    if (items !== whole) part = items.filter(isWanted);
    whole = items;
    return part;
  };
  return {
    read: async () => partOfIt(await list.read()),
    fresh() {
      const items = list.fresh();
      return items && partOfIt(items);
    },
    peek: () => list.peek()?.filter(isWanted),
    settled: () => list.settled(),
    expire: () => list.expire(),
    get failure() {
      return list.failure;
    },
  };
}

async function inTime(work: Promise<void>, milliseconds: number, clock: Clock): Promise<void> {
  const over = new AbortController();
  await Promise.race([work, clock.sleep(milliseconds, over.signal).catch(() => {})]);
  over.abort();
}
