/** Lists the prompts of a server: all pages, and nothing for a server that has none. */
import type { Prompt } from '@modelcontextprotocol/client';
import type { Clock } from '../ports/index.ts';
import { PAGE_MILLISECONDS } from './list-tools.ts';
import { readAllPages } from './pagination.ts';
import type { Session } from './session.ts';

export type { Prompt };

/** @throws what the session refuses */
export async function listPrompts(
  { capabilities, forward }: Pick<Session, 'capabilities' | 'forward'>,
  { url, clock }: { readonly url: string; readonly clock: Clock },
): Promise<readonly Prompt[]> {
  if (!capabilities.prompts) return [];
  const readPage = async (cursor: string | undefined) => {
    const params = cursor === undefined ? {} : { cursor };
    const page = await forward({ method: 'prompts/list', params }, { timeout: PAGE_MILLISECONDS });
    return { items: page.prompts as Prompt[], nextCursor: page.nextCursor as string | undefined };
  };
  return readAllPages({ url, clock, readPage });
}
