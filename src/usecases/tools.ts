/** The tools of servers, under the names they are offered by. */
import type { Elicit } from '../mcp/elicitation.ts';
import { type NameConflict, type NamedTool, nameConflicts, toolName } from '../mcp/names.ts';
import { type FaultyTool, openSession, type Session, type Tool } from '../mcp/session.ts';
import type { Ports, Scope } from '../ports.ts';
import { Refusal } from '../refusal.ts';
import { pinnedTools } from './pinning/pinned-tools.ts';
import type { HiddenTool } from './pinning/pins.ts';
import { resolveTarget, type ToolServer, toolServers } from './targets.ts';
import { authorizedFetch } from './tokens/authorized-fetch.ts';

export type OfferedTool = NamedTool<ToolServer, Tool>;
/** A tool whose definition has changed, under the name that it would be offered by. */
export type HiddenOffer = OfferedTool & Pick<HiddenTool, 'accepted' | 'offered'>;
export type ToolPorts = Pick<Ports, 'state' | 'secrets' | 'network' | 'clock' | 'identifiers'>;

/** What one server answered, or why it did not. */
export type ServerTools =
  | {
      readonly server: ToolServer;
      readonly tools: readonly OfferedTool[];
      /** Left out, since their definitions are wrong. */
      readonly faulty: readonly FaultyTool[];
      /** Left out, since their definitions have changed. */
      readonly hidden: readonly HiddenOffer[];
      /** Open as long as `withTools` lasts. */
      readonly session: Session;
    }
  | { readonly server: ToolServer; readonly refusal: Refusal };

/**
 * The tools of the targets, or of every server of the project, in its order. A server that fails is part of the
 * answer. Refuses `target-unknown`, `target-ambiguous`, `tool-name-conflict`.
 */
export async function tools(targets: readonly string[], scope: Scope, ports: ToolPorts): Promise<ServerTools[]> {
  const servers = await serversOf(targets, scope, ports);
  const listed = await withTools(servers, scope, ports, async (listed) => listed);
  const [conflict] = nameConflicts(offered(listed));
  if (conflict) throw nameConflict(conflict);
  return listed;
}

/**
 * Opens a session with every server at the same time, lists their tools, uses them, and closes all sessions.
 * `elicit` answers what a server asks meanwhile; servers are told whether there is one.
 */
export async function withTools<T>(
  servers: readonly ToolServer[],
  scope: Scope,
  ports: ToolPorts,
  use: (listed: ServerTools[]) => Promise<T>,
  elicit?: Elicit,
): Promise<T> {
  const listed = await Promise.all(servers.map((server) => openTools(server, scope, ports, elicit)));
  try {
    return await use(listed);
  } finally {
    await Promise.all(listed.map((each) => 'session' in each && each.session.close()));
  }
}

async function openTools(
  server: ToolServer,
  scope: Scope,
  ports: ToolPorts,
  elicit: Elicit | undefined,
): Promise<ServerTools> {
  let session: Session | undefined;
  try {
    session = await openSession({ url: server.url, fetch: authorizedFetch(server, scope, ports), elicit });
    const { tools: listed, faulty } = await session.listTools();
    const { tools, hidden } = await pinnedTools(server, listed, scope, ports);
    const offer = async (tool: Tool) => ({ name: await toolName(server.namespace, tool.name), server, tool });
    const hiding = async (each: HiddenTool) => ({ ...each, ...(await offer(each.tool)) });
    return {
      server,
      tools: await Promise.all(tools.map(offer)),
      faulty,
      hidden: await Promise.all(hidden.map(hiding)),
      session,
    };
  } catch (thrown) {
    await session?.close();
    if (thrown instanceof Refusal) return { server, refusal: thrown };
    throw thrown;
  }
}

export function offered(listed: readonly ServerTools[]): OfferedTool[] {
  return listed.flatMap((each) => ('tools' in each ? each.tools : []));
}

export function hiddenTools(listed: readonly ServerTools[]): HiddenOffer[] {
  return listed.flatMap((each) => ('hidden' in each ? each.hidden : []));
}

export function refusals(listed: readonly ServerTools[]): Refusal[] {
  return listed.flatMap((each) => ('refusal' in each ? [each.refusal] : []));
}

export function nameConflict({ name, tools }: NameConflict<ToolServer, Tool>): Refusal {
  const origins = tools.map(({ server, tool }) => `${tool.name} of ${server.name}`);
  const [first] = tools;
  return new Refusal('tool-name-conflict', {
    what: `${origins.length} tools would be called ${name}.`,
    why: `They are ${origins.join(' and ')}.`,
    hint: `Say which server: mcpctl call ${first?.server.name} ${typable(first?.tool.name)}, or give the collections different namespaces.`,
    details: { name, tools: tools.map(({ server, tool }) => ({ server: server.name, tool: tool.name })) },
  });
}

/** A server chooses the names of its tools; one that a shell would act on is not offered for pasting. */
const typable = (tool = '') => (/^[\w./-]+$/.test(tool) ? tool : 'TOOL');

async function serversOf(targets: readonly string[], scope: Scope, { state }: ToolPorts): Promise<ToolServer[]> {
  if (targets.length === 0) return toolServers(scope.project, state);
  const found = await Promise.all(targets.map((name) => resolveTarget(name, scope, state)));
  const servers = found.flatMap((target) => (target.kind === 'server' ? [target.server] : target.servers));
  return [...new Map(servers.map((server) => [server.name, server])).values()];
}
