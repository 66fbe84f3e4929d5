/** What is attached to an agent. No server is asked: the tools are those that were listed and accepted last. */
import type { Ports, Scope } from '../../ports/index.ts';
import type { Agent, Provider } from '../../records.ts';
import { type ToolServer, toolServersNamed } from '../../targets.ts';
import { allowsTool } from '../../tools/attachments.ts';
import { showAgent } from './agent.ts';

export interface AttachedServer {
  readonly server: ToolServer;
  readonly provider?: Provider;
  readonly attachedAt: Agent;
  /** How many tools the agent has of it; undefined when nobody has listed them yet. */
  readonly tools?: number;
}

export interface AgentServers {
  readonly agent: Agent;
  /** Without servers that were uninstalled or deleted since. */
  readonly servers: readonly AttachedServer[];
}

/** @throws Refusal agent-unknown */
export async function serversOfAgent(
  { name }: { readonly name: string },
  { project }: Pick<Scope, 'project'>,
  ports: Pick<Ports, 'state'>,
): Promise<AgentServers> {
  const agent = await showAgent({ name }, { project }, ports);
  const names = agent.attachments.map(({ server }) => server);
  const servers = await ports.state.read(async (tables) => {
    const found: AttachedServer[] = [];
    for (const server of await toolServersNamed(names, project, tables)) {
      const pins = await tables.toolPins.find(project, server.name);
      const attachment = agent.attachments.find((each) => each.server === server.name);
      const known = pins?.pins.filter(({ kind, definition }) => kind === undefined && definition !== 'null');
      found.push({
        server,
        provider: server.access.via === 'provider' ? server.access.provider : undefined,
        attachedAt: agent,
        tools: attachment && known?.filter(({ tool }) => allowsTool(attachment, tool)).length,
      });
    }
    return found;
  });
  return { agent, servers };
}
