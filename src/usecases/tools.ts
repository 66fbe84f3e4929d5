/** The tools of servers, under the names they are offered by. */
import { type NameConflict, type NamedTool, nameConflicts, toolName } from '../mcp/names.ts';
import type { FaultyTool, Tool } from '../mcp/session.ts';

import type { Scope } from '../ports.ts';
import { Refusal } from '../refusal.ts';
import { type SessionPorts, withSession } from './serversession.ts';
import { resolveTarget, type ToolServer, toolServers } from './targets.ts';

export type OfferedTool = NamedTool<ToolServer, Tool>;

/** What one server answered, or why it did not. */
export type ServerTools =
  | {
      readonly server: ToolServer;
      readonly tools: readonly OfferedTool[];
      /** Left out, since their definitions are wrong. */
      readonly faulty: readonly FaultyTool[];
    }
  | { readonly server: ToolServer; readonly refusal: Refusal };

/**
 * The tools of the targets, or of every server of the project, in its order. A server that fails is part of the
 * answer. Refuses `target-unknown`, `target-ambiguous`, `tool-name-conflict`.
 */
export async function tools(targets: readonly string[], scope: Scope, ports: SessionPorts): Promise<ServerTools[]> {
  const listed = await listTools(await serversOf(targets, scope, ports), scope, ports);
  const [conflict] = nameConflicts(offered(listed));
  if (conflict) throw nameConflict(conflict);
  return listed;
}

/** Asks all servers at the same time, and waits for the last. */
export function listTools(servers: readonly ToolServer[], scope: Scope, ports: SessionPorts): Promise<ServerTools[]> {
  return Promise.all(servers.map((server) => listToolsOf(server, scope, ports)));
}

async function listToolsOf(server: ToolServer, scope: Scope, ports: SessionPorts): Promise<ServerTools> {
  try {
    const { tools, faulty } = await withSession(server, scope, ports, (session) => session.listTools());
    const named = tools.map(async (tool) => ({ name: await toolName(server.namespace, tool.name), server, tool }));
    return { server, tools: await Promise.all(named), faulty };
  } catch (refusal) {
    if (refusal instanceof Refusal) return { server, refusal };
    throw refusal;
  }
}

export function offered(listed: readonly ServerTools[]): OfferedTool[] {
  return listed.flatMap((each) => ('tools' in each ? each.tools : []));
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
    hint: `Say which server: mcpctl call ${first?.server.name} ${first?.tool.name}, or give the collections different namespaces.`,
    details: { name, tools: tools.map(({ server, tool }) => ({ server: server.name, tool: tool.name })) },
  });
}

async function serversOf(targets: readonly string[], scope: Scope, { state }: SessionPorts): Promise<ToolServer[]> {
  if (targets.length === 0) return toolServers(scope.project, state);
  const found = await Promise.all(targets.map((name) => resolveTarget(name, scope, state)));
  const servers = found.flatMap((target) => (target.kind === 'server' ? [target.server] : target.servers));
  return [...new Map(servers.map((server) => [server.name, server])).values()];
}
