/** All pages of a list, of a server whose list may have no end. */
import { Refusal } from '../refusal.ts';

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor?: string;
}

/** More than any honest server has. */
const MOST_PAGES = 250;
/** As JSON. */
const MOST_CHARACTERS = 32 * 1024 * 1024;
const MOST_MILLISECONDS = 60_000;

/** Refuses `server-error` for a list that does not end, and what `ask` refuses. */
export async function readAllPages<Item>(
  url: string,
  ask: (cursor: string | undefined) => Promise<Page<Item>>,
): Promise<Item[]> {
  const items: Item[] = [];
  const followed = new Set<string>();
  const since = performance.now();
  let before = '';
  let length = 0;
  let cursor: string | undefined;
  do {
    const page = await ask(cursor);
    const text = JSON.stringify(page.items);
    // Some servers do not look at cursors, and give their only page again.
    if (page.nextCursor === cursor && text === before) return items;
    before = text;
    length += text.length;
    for (const item of page.items) items.push(item);
    cursor = page.nextCursor;
    if (cursor === undefined) return items;
    if (followed.has(cursor)) throw endless(url, 'A page leads back to an earlier one.');
    followed.add(cursor);
  } while (followed.size < MOST_PAGES && length < MOST_CHARACTERS && performance.now() - since < MOST_MILLISECONDS);
  throw endless(url, `After ${followed.size} pages there were more to come.`);
}

function endless(url: string, why: string): Refusal {
  return new Refusal('server-error', {
    what: `${new URL(url).host} gives a list that does not end.`,
    why,
    hint: 'Tell the people who run the server. --verbose shows the requests.',
  });
}
