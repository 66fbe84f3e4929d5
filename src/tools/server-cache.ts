/**
 * What is remembered of a server from one process to the next, so that a call need not ask for it again: its era, and
 * its tools as long as they are fresh. It is a saving and no authority: whoever is refused on its account asks anew.
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

type AcquaintancePorts = Pick<Ports, 'state' | 'clock'>;

const MINUTE = 60_000;
/** A server that was replaced by a newer one still answers as an old one: it is found out within a day. */
const ERA_KEPT = 24 * 60 * MINUTE;
/** Before 2026-07-28 a server could not say for how long its list is fresh. */
const TOOLS_KEPT = 5 * MINUTE;
/** Longer lists are asked for every time. Characters. */
const LONGEST_TOOLS = 512 * 1024;

/** What has not expired. A state that cannot be read remembers nothing. */
export async function readServerCache(
  server: ToolServer,
  scope: Scope,
  ports: AcquaintancePorts,
): Promise<CachedServer> {
  const kept = await stored(server, scope, ports);
  const now = ports.clock.now();
  return {
    era: kept && kept.era.until > now ? (kept.era.found as Era) : undefined,
    tools: kept?.tools && kept.tools.until > now ? (kept.tools.definitions as readonly Tool[]) : undefined,
  };
}

/** Keeps what a session has shown; writes only what is new, or will soon expire. */
export async function saveServerCache(
  server: ToolServer,
  scope: Scope,
  session: Session,
  list: ToolList,
  ports: AcquaintancePorts,
): Promise<void> {
  const now = ports.clock.now();
  const found = session.knownEra();
  // Without tools there is nothing to call, and the document says so for as long as it is kept.
  if (found.kind === 'modern' && !found.discover.capabilities.tools) return;
  const freshFor = Math.min(list.freshFor ?? TOOLS_KEPT, ERA_KEPT);
  const isKept = freshFor > 0 && JSON.stringify(list.tools).length <= LONGEST_TOOLS;
  const tools = isKept ? { definitions: list.tools, until: now + freshFor } : undefined;
  const next = { ...serverKeyOf(server, scope), url: server.url, era: { found, until: now + ERA_KEPT }, tools };
  const kept = await stored(server, scope, ports);
  if (kept && isWorthKeeping(kept, next, now)) return;
  await ignoreRefusal(ports.state.write((tables) => tables.serverCache.save(next)));
}

/** The server has answered as if it were wrong. */
export function clearServerCache(server: ToolServer, scope: Scope, { state }: AcquaintancePorts): Promise<void> {
  return ignoreRefusal(state.write((tables) => tables.serverCache.remove(serverKeyOf(server, scope))));
}

function isWorthKeeping(kept: ServerCacheRow, next: ServerCacheRow, now: number): boolean {
  const isSame =
    JSON.stringify([kept.era.found, kept.tools?.definitions]) ===
    JSON.stringify([next.era.found, next.tools?.definitions]);
  const isYoung = (one: { until: number } | undefined, other: { until: number } | undefined) =>
    one === undefined || other === undefined || one.until - now > (other.until - now) / 2;
  return isSame && isYoung(kept.era, next.era) && isYoung(kept.tools, next.tools);
}

async function stored(server: ToolServer, scope: Scope, { state }: AcquaintancePorts) {
  const kept = await ignoreRefusal(state.read((tables) => tables.serverCache.find(serverKeyOf(server, scope))));
  return kept?.url === server.url ? kept : undefined;
}

export function serverKeyOf({ ownerId, name }: ToolServer, { user }: Scope): ServerKey {
  return { owner: ownerId, server: name, user };
}

/** Nothing fails because something could not be remembered. */
export function ignoreRefusal<T>(work: Promise<T>): Promise<T | undefined> {
  return work.catch((thrown) => {
    if (thrown instanceof Refusal) return undefined;
    throw thrown;
  });
}
