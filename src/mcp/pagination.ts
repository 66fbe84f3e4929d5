/** Reads all pages of a list from a server whose list may have no end. */
import type { Clock } from '../ports/index.ts';
import { Refusal } from '../refusal.ts';

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor?: string;
}

export interface PagedList<Item> {
  /** The address of the server, for messages. */
  readonly url: string;
  readonly clock: Pick<Clock, 'elapsed'>;
  readonly readPage: (cursor: string | undefined) => Promise<Page<Item>>;
}

/** No honest server has more. */
const MOST_PAGES = 250;
/** The length of all items as JSON. */
const MOST_CHARACTERS = 32 * 1024 * 1024;
const MOST_MILLISECONDS = 60_000;

/** @throws Refusal server-error for a list that does not end, and whatever `readPage` throws */
export async function readAllPages<Item>({ url, clock, readPage }: PagedList<Item>): Promise<Item[]> {
  const items: Item[] = [];
  const followed = new Set<string>();
  const startedAt = clock.elapsed();
  let textBefore = '';
  let length = 0;
  let cursor: string | undefined;
  do {
    const page = await readPage(cursor);
    const text = JSON.stringify(page.items);
    // Some servers ignore cursors and send their only page again.
    if (page.nextCursor === cursor && text === textBefore) return items;
    textBefore = text;
    length += text.length;
    for (const item of page.items) items.push(item);
    cursor = page.nextCursor;
    if (cursor === undefined) return items;
    if (followed.has(cursor)) throw endlessList(url, 'A page leads back to an earlier one.');
    followed.add(cursor);
  } while (followed.size < MOST_PAGES && length < MOST_CHARACTERS && clock.elapsed() - startedAt < MOST_MILLISECONDS);
  throw endlessList(url, `After ${followed.size} pages there were more to come.`);
}

function endlessList(url: string, why: string): Refusal {
  return new Refusal('server-error', {
    what: `${new URL(url).host} gives a list that does not end.`,
    why,
    hint: 'Tell the people who run the server. --verbose shows the requests.',
  });
}
