/** The tools of servers, under their namespaced names. */
import { type Lazy, lazy } from '../lazy.ts';
import type { Elicit } from '../mcp/elicitation.ts';
import { contradictsKnownEra } from '../mcp/era.ts';
import { inKnownSession } from '../mcp/lost-session.ts';
import { openSession } from '../mcp/open-session.ts';
import type { FaultyTool, Session, Tool } from '../mcp/session.ts';
import { alikeNames, type NameConflict, type NamedTool, nameConflicts, toolName } from '../mcp/tool-names.ts';
import { hint } from '../next-step.ts';
import type { Ports, Scope } from '../ports/index.ts';
import { Refusal } from '../refusal.ts';
import { resolveTarget, type ToolServer, toolServers } from '../targets.ts';
import { authorizedFetch } from '../tokens/authorized-fetch.ts';
import { withRemedy } from './health-kind.ts';
import { cachedAndPinned, pinnedTools } from './pinned-tools.ts';
import type { HiddenTool, Judgement } from './pins.ts';
import { type CachedServer, clearServerCache, readServerCache, saveServerCache } from './server-cache.ts';
import { clearFailure, recordFailure } from './server-health.ts';

export type OfferedTool = NamedTool<ToolServer, Tool>;
/** A tool whose definition has changed, under the name that it would have. */
export type HiddenOffer = OfferedTool & Pick<HiddenTool, 'accepted' | 'offered'>;
/** A tool that shares its name with others, and what to do about it. */
export type HeldBackOffer = OfferedTool & { readonly refusal: Refusal };
export type ToolPorts = Pick<Ports, 'state' | 'secrets' | 'network' | 'clock' | 'identifiers'>;

/** What one server answered, or why it did not. */
export type ServerTools =
  | {
      readonly server: ToolServer;
      readonly tools: readonly OfferedTool[];
      /** Left out, since their definitions are invalid. */
      readonly faulty: readonly FaultyTool[];
      /** Left out, since their definitions have changed. */
      readonly hidden: readonly HiddenOffer[];
      /** Left out, since another server has a tool that would have the same name. */
      readonly heldBack?: readonly HeldBackOffer[];
      /** Whether the tools come from the cache, and the server was not asked now. */
      readonly isCached: boolean;
      /**
       * Does work in a session with the server, which is open as long as `withTools` lasts; once more in a new session when
       * the server has lost the first.
       */
      readonly inSession: <T>(work: (session: Session) => Promise<T>) => Promise<T>;
      readonly close: () => Promise<void>;
    }
  | { readonly server: ToolServer; readonly refusal: Refusal };

/**
 * Lists the tools of the targets, or of every server of the project, in the order of the project. A server that fails
 * is part of the result. Tools that would have one name are held back, as the gateway does, and the others are listed.
 *
 * @throws Refusal `target-unknown`, `target-ambiguous`.
 */
export async function tools(targets: readonly string[], scope: Scope, ports: ToolPorts): Promise<ServerTools[]> {
  const servers = await serversOf(targets, scope, ports);
  const listed = await withTools({ servers, scope }, ports, async (listed) => listed);
  const conflicts = new Map(nameConflicts(offered(listed)).map((each) => [each.name, each]));
  return listed.map((each) => ('tools' in each ? withoutConflicts(each, conflicts) : each));
}

function withoutConflicts(
  listed: Extract<ServerTools, { tools: unknown }>,
  conflicts: ReadonlyMap<string, NameConflict<ToolServer, Tool>>,
): ServerTools {
  const tools = listed.tools.filter(({ name }) => !conflicts.has(name));
  const heldBack = listed.tools.flatMap((offer) => {
    const refusal = conflicts.get(offer.name);
    return refusal ? [{ ...offer, refusal: nameConflict(refusal, offer) }] : [];
  });
  return { ...listed, tools, heldBack };
}

export interface WantedTools {
  readonly servers: readonly ToolServer[];
  readonly scope: Scope;
  /** Answers what a server asks during a call. A server is told whether there is such a function. */
  readonly elicit?: Elicit;
  /** Whether a cached list is enough: then a session is opened only when it is used. */
  readonly fromCache?: boolean;
}

/** Finds the tools of every server at the same time, uses them, and closes all sessions. */
export async function withTools<T>(
  wanted: WantedTools,
  ports: ToolPorts,
  use: (listed: ServerTools[]) => Promise<T>,
): Promise<T> {
  const listed = await Promise.all(wanted.servers.map((server) => findTools(server, wanted, ports)));
  try {
    return await use(listed);
  } finally {
    await Promise.all(listed.map((each) => 'close' in each && each.close()));
  }
}

async function findTools(
  server: ToolServer,
  { scope, elicit, fromCache = false }: WantedTools,
  ports: ToolPorts,
): Promise<ServerTools> {
  const known = await readServerCache(server, scope, ports);
  const open = ({ era }: CachedServer) =>
    lazy(() => {
      const fetch = authorizedFetch(server, scope, ports);
      return openSession({ url: server.url, fetch, clock: ports.clock, elicit, knownEra: era });
    });
  const { project } = scope;
  const accepted =
    fromCache && known.era && known.tools && (await cachedAndPinned({ server, tools: known.tools, project }, ports));
  if (accepted) {
    const session = open(known);
    const offer = await offerOf(accepted, server);
    return { server, ...offer, faulty: [], isCached: true, ...useOf(session) };
  }
  const ask = async (cached: CachedServer): Promise<ServerTools> => {
    const opening = open(cached);
    const { inSession, close } = useOf(opening);
    try {
      const list = await inSession(async (session) => {
        const listed = await session.listTools();
        await saveServerCache({ server, scope, session, list: listed }, ports);
        return listed;
      });
      await clearFailure({ server, scope, use: 'list' }, ports);
      const offer = await offerOf(await pinnedTools({ server, tools: list.tools, project }, ports), server);
      return { server, ...offer, faulty: list.faulty, isCached: false, inSession, close };
    } catch (thrown) {
      await close();
      if (!(thrown instanceof Refusal)) throw thrown;
      if (cached.era !== undefined && contradictsKnownEra(thrown)) {
        await clearServerCache(server, scope, ports);
        return ask({});
      }
      await recordFailure({ refusal: thrown, server, scope }, ports);
      return { server, refusal: withRemedy(thrown, server) };
    }
  };
  return ask(known);
}

function useOf(
  session: Lazy<Session>,
): Pick<Extract<ServerTools, { readonly isCached: boolean }>, 'inSession' | 'close'> {
  return {
    inSession: (work) => inKnownSession(session, work),
    close: async () => (await session.current())?.close(),
  };
}

/** Names the tools, and apart from them those whose definitions have changed. */
async function offerOf({ tools, hidden }: Judgement, server: ToolServer) {
  const alike = alikeNames([...tools, ...hidden.map(({ tool }) => tool)].map(({ name }) => name));
  const offer = async (tool: Tool) => ({ name: await toolName(server.namespace, tool.name, alike), server, tool });
  const hiding = async (each: HiddenTool) => ({ ...each, ...(await offer(each.tool)) });
  return { tools: await Promise.all(tools.map(offer)), hidden: await Promise.all(hidden.map(hiding)) };
}

export function offered(listed: readonly ServerTools[]): OfferedTool[] {
  return listed.flatMap((each) => ('tools' in each ? each.tools : []));
}

export function hiddenTools(listed: readonly ServerTools[]): HiddenOffer[] {
  return listed.flatMap((each) => ('hidden' in each ? each.hidden : []));
}

/** Whether any of the lists comes from the cache. */
export function isFromCache(listed: readonly ServerTools[]): boolean {
  return listed.some((each) => 'tools' in each && each.isCached);
}

export function refusals(listed: readonly ServerTools[]): Refusal[] {
  return listed.flatMap((each) => ('refusal' in each ? [each.refusal] : []));
}

/** `wanted` is the tool that the hint calls; without it, the first one. */
export function nameConflict({ name, tools }: NameConflict<ToolServer, Tool>, wanted?: OfferedTool): Refusal {
  const origins = tools.map(({ server, tool }) => `${tool.name} of ${server.name}`);
  const first = wanted ?? tools[0];
  return new Refusal('tool-name-conflict', {
    what: `${origins.length} tools would be called ${name}.`,
    why: `They are ${origins.join(' and ')}.`,
    hint: hint`Say which server: ${{ do: 'call', target: first?.server.name, tool: first?.tool.name }}, or give the collections different namespaces.`,
    details: { name, tools: tools.map(({ server, tool }) => ({ server: server.name, tool: tool.name })) },
  });
}

async function serversOf(targets: readonly string[], scope: Scope, { state }: ToolPorts): Promise<ToolServer[]> {
  if (targets.length === 0) return toolServers(scope.project, state);
  const found = await Promise.all(targets.map((name) => resolveTarget(name, scope, state)));
  const servers = found.flatMap((target) => (target.kind === 'server' ? [target.server] : target.servers));
  return [...new Map(servers.map((server) => [server.name, server])).values()];
}
