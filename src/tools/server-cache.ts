/**
 * Caches the era of a server, and its tools while they are fresh, from one process to the next, so that a call sends
 * fewer requests. A refusal that the cache may have caused leads to a new request.
 */
import type { Era } from '../mcp/era.ts';
import type { Session, Tool, ToolList } from '../mcp/session.ts';
import type { Ports, Scope } from '../ports/index.ts';
import type { ServerCacheRow, ServerKey } from '../records.ts';
import { Refusal } from '../refusal.ts';
import type { ToolServer } from '../targets.ts';

export interface CachedServer {
  readonly era?: Era;
  readonly tools?: readonly Tool[];
}

type CachePorts = Pick<Ports, 'state' | 'clock'>;

const MINUTE = 60_000;
/** After an update a server may still answer in the old era, so the cache finds the new era within a day. */
const ERA_KEPT = 24 * 60 * MINUTE;
/** For protocol versions before 2026-07-28, in which a server cannot say for how long its list is fresh. */
const TOOLS_KEPT = 5 * MINUTE;
/** Characters. Longer lists are not cached. */
const LONGEST_TOOLS = 512 * 1024;

/** Returns what has not expired; nothing when the state cannot be read. */
export async function readServerCache(server: ToolServer, scope: Scope, ports: CachePorts): Promise<CachedServer> {
  const kept = await stored(server, scope, ports);
  const now = ports.clock.now();
  return {
    era: kept && kept.era.until > now ? (kept.era.found as Era) : undefined,
    tools: kept?.tools && kept.tools.until > now ? (kept.tools.definitions as readonly Tool[]) : undefined,
  };
}

interface ListedBySession {
  readonly server: ToolServer;
  readonly scope: Scope;
  readonly session: Session;
  readonly list: ToolList;
}

/** Writes only when something is new, or the cached row will expire soon. */
export async function saveServerCache(
  { server, scope, session, list }: ListedBySession,
  ports: CachePorts,
): Promise<void> {
  const now = ports.clock.now();
  const found = session.knownEra();
  // A cached document without tools would hide the tools that the server may get later.
  if (found.kind === 'modern' && !found.discover.capabilities.tools) return;
  const freshFor = Math.min(list.freshFor ?? TOOLS_KEPT, ERA_KEPT);
  const isKept = freshFor > 0 && JSON.stringify(list.tools).length <= LONGEST_TOOLS;
  const tools = isKept ? { definitions: list.tools, until: now + freshFor } : undefined;
  const next = { ...serverKeyOf(server, scope), url: server.url, era: { found, until: now + ERA_KEPT }, tools };
  const kept = await stored(server, scope, ports);
  if (kept && isGoodEnough(kept, next, now)) return;
  await ignoreRefusal(ports.state.write((tables) => tables.serverCache.save(next)));
}

/** Deletes the row after an answer that contradicts it. */
export function clearServerCache(server: ToolServer, scope: Scope, { state }: CachePorts): Promise<void> {
  return ignoreRefusal(state.write((tables) => tables.serverCache.remove(serverKeyOf(server, scope))));
}

function isGoodEnough(kept: ServerCacheRow, next: ServerCacheRow, now: number): boolean {
  const isSame =
    JSON.stringify([kept.era.found, kept.tools?.definitions]) ===
    JSON.stringify([next.era.found, next.tools?.definitions]);
  const isYoung = (one: { until: number } | undefined, other: { until: number } | undefined) =>
    one === undefined || other === undefined || one.until - now > (other.until - now) / 2;
  return isSame && isYoung(kept.era, next.era) && isYoung(kept.tools, next.tools);
}

async function stored(server: ToolServer, scope: Scope, { state }: CachePorts) {
  const kept = await ignoreRefusal(state.read((tables) => tables.serverCache.find(serverKeyOf(server, scope))));
  return kept?.url === server.url ? kept : undefined;
}

export function serverKeyOf({ ownerId, name }: ToolServer, { user }: Scope): ServerKey {
  return { owner: ownerId, server: name, user };
}

/** Returns undefined instead of a refusal: no command fails because the cache cannot be read or written. */
export function ignoreRefusal<T>(work: Promise<T>): Promise<T | undefined> {
  return work.catch((thrown) => {
    if (thrown instanceof Refusal) return undefined;
    throw thrown;
  });
}
