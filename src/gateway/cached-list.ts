/** A list of a server: read again when it is old, and served from memory while the server is slow. */
import { settledWithin } from '../mcp/bounded-wait.ts';
import type { Clock } from '../ports/index.ts';

/** How long an answer is fresh, unless the server announces a change. Milliseconds. */
const FRESH = 5000;
/** How long a reader waits when there is no older answer, and when there is one. Milliseconds. */
const FIRST_PATIENCE = 3000;
const PATIENCE = 250;
/** How long a server that has failed is not asked again. Milliseconds. */
const PAUSE = 2000;

const NOTHING: readonly never[] = [];

export interface CachedList<T> {
  /** The newest answer that comes in time, or the one before it; empty when there is none. Never fails. */
  read(): Promise<readonly T[]>;
  /** What `read` would give now without asking the server; undefined when it would ask. */
  fresh(): readonly T[] | undefined;
  /** Waits for a first answer that is on its way, until it comes or fails. Never fails. */
  firstAnswer(): Promise<void>;
  /** The newest answer; undefined until there is one. Asks nobody. */
  peek(): readonly T[] | undefined;
  /** The server has announced a change: the next `read` asks again, and its answer counts as changed. */
  expire(): void;
  /** The error of the last attempt, until one succeeds. */
  readonly failure: unknown;
}

/** Shared by all lists of a server. While it is overdue, readers do not wait for it. */
export interface Punctuality {
  /** Whether a reader has waited in vain since the last answer. */
  isOverdue: boolean;
}

export interface CachedListOptions<T> {
  readonly ask: () => Promise<readonly T[]>;
  readonly clock: Clock;
  readonly punctuality: Punctuality;
  /** Called for each answer that differs from the one before. */
  readonly onChanged: () => void;
}

export function cachedList<T>({ ask, clock, punctuality, onChanged }: CachedListOptions<T>): CachedList<T> {
  let items: readonly T[] | undefined;
  let answeredAt = Number.NEGATIVE_INFINITY;
  let failedAt = Number.NEGATIVE_INFINITY;
  let failure: unknown;
  let isAnnounced = false;
  let announcements = 0;
  let request: { readonly startedAt: number; readonly done: Promise<void> } | undefined;

  const refresh = async () => {
    const announcementsBefore = announcements;
    try {
      const answer = await ask();
      const isChanged =
        isAnnounced || (items ? JSON.stringify(answer) !== JSON.stringify(items) : punctuality.isOverdue);
      isAnnounced = announcements !== announcementsBefore;
      punctuality.isOverdue = false;
      items = answer;
      answeredAt = clock.now();
      failure = undefined;
      if (isChanged) onChanged();
    } catch (thrown) {
      failure = thrown;
      failedAt = clock.now();
    } finally {
      request = undefined;
      // The answer may be older than a change that was announced meanwhile.
      if (announcements !== announcementsBefore) begin();
    }
  };
  const begin = () => {
    request = { startedAt: clock.now(), done: refresh() };
    return request;
  };

  const fresh = (now = clock.now()) =>
    now - answeredAt < FRESH || now - failedAt < PAUSE ? (items ?? NOTHING) : undefined;

  return {
    fresh,
    async read() {
      const now = clock.now();
      const known = fresh(now);
      if (known) return known;
      const { startedAt, done } = request ?? begin();
      const patience = startedAt + (items ? PATIENCE : FIRST_PATIENCE) - now;
      if (patience > 0 && !punctuality.isOverdue) await settledWithin(done, patience, clock);
      if (request) punctuality.isOverdue = true;
      return items ?? NOTHING;
    },
    firstAnswer: async () => (items ? undefined : request?.done),
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
  let allBefore: readonly T[] | undefined;
  let wanted: readonly T[] = [];
  const filtered = (all: readonly T[]) => {
    if (all !== allBefore) wanted = all.filter(isWanted);
    allBefore = all;
    return wanted;
  };
  return {
    read: async () => filtered(await list.read()),
    fresh() {
      const all = list.fresh();
      return all && filtered(all);
    },
    peek: () => list.peek()?.filter(isWanted),
    firstAnswer: () => list.firstAnswer(),
    expire: () => list.expire(),
    get failure() {
      return list.failure;
    },
  };
}
