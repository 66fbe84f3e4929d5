/** Uses the cached tools of servers first, and asks the servers when the cache may have been wrong. */
import { contradictsKnownEra } from '../mcp/era.ts';
import type { Session, Tool } from '../mcp/session.ts';
import { Refusal } from '../refusal.ts';
import { clearServerCache } from './server-cache.ts';
import { isFromCache, type ServerTools, type ToolPorts, type WantedTools, withTools } from './tools.ts';

/** Called before a tool is called, so that a call that failed is repeated only when its cached definition was wrong. */
export type Sending = (tool: Tool, session: Session) => void;

/** Refusals that an outdated list of tools may have caused. */
const LIST_FAULTS: ReadonlySet<string> = new Set(['tool-unknown', 'tool-name-conflict', 'arguments-invalid']);

/** `withTools` with the cache, and once more without it when the cache may have caused the refusal. */
export async function withCachedTools<T>(
  wanted: Omit<WantedTools, 'fromCache'>,
  ports: ToolPorts,
  use: (listed: ServerTools[], sending: Sending) => Promise<T>,
): Promise<T> {
  const { servers, scope } = wanted;
  let hasUsedCache = false;
  let sent: { readonly tool: Tool; readonly era: Session['era'] } | undefined;
  const useCached = (listed: ServerTools[]) => {
    hasUsedCache = isFromCache(listed);
    return use(listed, (tool, { era }) => {
      sent = { tool, era };
    });
  };
  try {
    return await withTools({ ...wanted, fromCache: true }, ports, useCached);
  } catch (thrown) {
    const mayBeOutdated =
      hasUsedCache &&
      thrown instanceof Refusal &&
      (contradictsKnownEra(thrown) || (!sent && LIST_FAULTS.has(thrown.code)));
    if (!mayBeOutdated) throw thrown;
    await Promise.all(servers.map((server) => clearServerCache(server, scope, ports)));
    const refuseSame: Sending = (tool, { era }) => {
      const isSame = sent && sent.era === era && JSON.stringify(sent.tool) === JSON.stringify(tool);
      if (isSame) throw thrown;
    };
    return withTools(wanted, ports, (listed) => use(listed, refuseSame));
  }
}
