/** When an API key was last used: kept for people who look for keys that nobody needs. */
import type { Ports } from '../../ports/index.ts';
import type { ApiKey } from '../../records-of-callers.ts';

const MINUTE = 60_000;

/** The keys whose use is being written: of many requests at once, one writes. */
const writing = new Set<string>();

/** Writes at most once a minute, in the background: no request waits for it, or fails with it. */
export function noteKeyUse({ id, lastUsedAt }: ApiKey, state: Ports['state'], now: number): void {
  if (writing.has(id) || (lastUsedAt !== undefined && now - lastUsedAt < MINUTE)) return;
  writing.add(id);
  void state
    .write(async (tables) => {
      // It may have been revoked since it was read.
      const key = await tables.apiKeys.get(id);
      if (key) await tables.apiKeys.save({ ...key, lastUsedAt: Math.max(now, key.lastUsedAt ?? 0) });
    })
    .catch(() => {})
    .finally(() => writing.delete(id));
}
