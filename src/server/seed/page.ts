/** Pages of lists, as seeds/000 has them: `{data, total, has_more, limit, offset}`, newest first. */
import { RequestProblem } from '../problem.ts';
import type { QueryParameter } from '../route.ts';

export const PAGE_QUERY: Readonly<Record<string, QueryParameter>> = {
  limit: { description: 'The most items; 50 when left out, 100 at most.' },
  offset: { description: 'How many items to skip.' },
  after: { description: 'The id of the last item of the page before. Reads a long list faster than an offset.' },
};

export interface WantedPage {
  readonly limit: number;
  readonly offset: number;
  readonly after?: string;
}

const USUAL = 50;
const MOST = 100;

/** @throws RequestProblem 400 */
export function pageIn(query: URLSearchParams): WantedPage {
  const limit = Math.min(numberIn(query, 'limit', USUAL, 1), MOST);
  const after = query.get('after') ?? undefined;
  return { limit, offset: numberIn(query, 'offset', 0, 0), ...(after !== undefined && { after }) };
}

function numberIn(query: URLSearchParams, name: string, usual: number, least: number): number {
  const text = query.get(name);
  if (text === null || text === '') return usual;
  const number = Number(text);
  if (/^\d{1,9}$/.test(text) && number >= least) return number;
  throw new RequestProblem({
    status: 400,
    code: 'input-invalid',
    message: `The parameter ${name} must be a number from ${least} on.`,
    next: `For example: ?${name}=${usual}`,
  });
}

/** One more item than the limit shows that there are more. */
export function pageOf<Item>(
  items: readonly Item[],
  total: number,
  { limit, offset }: Pick<WantedPage, 'limit' | 'offset'>,
): { data: readonly Item[]; total: number; has_more: boolean; limit: number; offset: number } {
  return { data: items.slice(0, limit), total, has_more: items.length > limit, limit, offset };
}
