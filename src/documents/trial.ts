/** What came back when a secret was tried, as a document (docs/json.md). */
import type { Trial } from '../tools/try-server.ts';

export function trialDocument({ name, tools, unknown }: Trial): object {
  return {
    server: name,
    outcome: tools === undefined ? 'unknown' : 'accepted',
    tools: tools ?? null,
    why: unknown?.message ?? null,
  };
}
