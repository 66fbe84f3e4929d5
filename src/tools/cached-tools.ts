/** Tools as they are remembered, and as their servers say when that may have been wrong. */
import type { Elicit } from '../mcp/elicitation.ts';
import { contradictsKnownEra } from '../mcp/era.ts';
import type { Session, Tool } from '../mcp/session.ts';
import type { Scope } from '../ports/index.ts';
import { Refusal } from '../refusal.ts';
import type { ToolServer } from '../targets.ts';
import { clearServerCache } from './server-cache.ts';
import { isFromCache, type ServerTools, type ToolPorts, withTools } from './tools.ts';

/** To be called before a tool is: what was sent by a wrong memory is sent again only when the memory was wrong. */
export type Sending = (tool: Tool, session: Session) => void;

/** What may be no more than an old list. */
const LIST_FAULTS: ReadonlySet<string> = new Set(['tool-unknown', 'tool-name-conflict', 'arguments-invalid']);

/** `withTools`, from memory first, and once more from the servers when that is refused on account of the memory. */
export async function withCachedTools<T>(
  servers: readonly ToolServer[],
  scope: Scope,
  ports: ToolPorts,
  use: (listed: ServerTools[], sending: Sending) => Promise<T>,
  elicit: Elicit,
): Promise<T> {
  let hasTrusted = false;
  let sent: { readonly tool: Tool; readonly era: Session['era'] } | undefined;
  const trust = (listed: ServerTools[]) => {
    hasTrusted = isFromCache(listed);
    return use(listed, (tool, { era }) => {
      sent = { tool, era };
    });
  };
  try {
    return await withTools(servers, scope, ports, trust, { elicit, fromMemory: true });
  } catch (thrown) {
    const isDoubtful =
      hasTrusted &&
      thrown instanceof Refusal &&
      (contradictsKnownEra(thrown) || (!sent && LIST_FAULTS.has(thrown.code)));
    if (!isDoubtful) throw thrown;
    await Promise.all(servers.map((server) => clearServerCache(server, scope, ports)));
    const verify: Sending = (tool, { era }) => {
      const isSame = sent && sent.era === era && JSON.stringify(sent.tool) === JSON.stringify(tool);
      if (isSame) throw thrown;
    };
    return withTools(servers, scope, ports, (listed) => use(listed, verify), { elicit });
  }
}
