/** Agents: what an MCP client may use through the gateway. */
import { agentDocument, changedAgentDocument } from '../documents/agent.ts';
import { givenAgentDocument } from '../documents/person.ts';
import { knowsAgent } from '../identity/authorize.ts';
import type { Caller } from '../identity/caller.ts';
import type { Page } from '../ports/index.ts';
import type { Agent } from '../records.ts';
import { resolveTarget, type ToolServer } from '../targets.ts';
import { type GiveAgentInput, type GivenAgent, giveAgent, takeAgent } from '../usecases/access/give-agent.ts';
import {
  type AgentInput,
  type AgentPage,
  type AgentPatch,
  type AttachInput,
  attach,
  type ChangedAgent,
  createAgent,
  deleteAgent,
  detach,
  listAgents,
  pageOfAgents,
  showAgent,
  updateAgent,
} from '../usecases/agents/agent.ts';
import { type AgentServers, serversOfAgent } from '../usecases/agents/agent-servers.ts';
import { NO_ROUTE_YET, type Operation, scopeOf, type Work } from './operation.ts';
import { rightMissing } from './perform.ts';

interface Named {
  readonly name: string;
}

const common = { secrets: [], subject: ({ name }: Named) => ({ kind: 'agent', name }) as const };

export const agentCreate: Operation<AgentInput, Agent> = {
  ...common,
  name: 'agent.create',
  right: 'agents.change',
  subject: () => ({ kind: 'project' }),
  effect: 'changes',
  where: { command: 'agent create', route: { method: 'POST', path: '/ai/agents' }, remote: true },
  run: (input, { caller, ports }) => createAgent(input, caller, ports),
  document: agentDocument,
};

export const agentList: Operation<object, { readonly agents: readonly Agent[] }> = {
  ...common,
  name: 'agent.list',
  right: 'agents.read',
  subject: () => ({ kind: 'project' }),
  effect: 'reads',
  where: { command: 'agent list', route: NO_ROUTE_YET, remote: true },
  run: async (_input, { caller, ports }) => ({
    agents: (await listAgents(caller, ports)).filter(({ name }) => knowsAgent(caller, name)),
  }),
  document: ({ agents }) => ({ agents: agents.map(agentDocument) }),
};

export const agentPage: Operation<Page, AgentPage> = {
  ...common,
  name: 'agent.page',
  right: 'agents.read',
  subject: () => ({ kind: 'project' }),
  effect: 'reads',
  where: {
    command: { not: '`agent list` shows all of them.' },
    route: { method: 'GET', path: '/ai/agents' },
    remote: true,
  },
  run: (page, { caller, ports }) => pageOfAgents(page, caller, ports),
  document: ({ agents, total }) => ({ agents: agents.map(agentDocument), total }),
};

export const agentUpdate: Operation<AgentPatch, ChangedAgent> = {
  ...common,
  name: 'agent.update',
  right: 'agents.change',
  effect: 'changes',
  where: {
    command: { not: 'The command line has nothing to say of an agent but its servers.' },
    route: { method: 'PATCH', path: '/ai/agents/{id}' },
    remote: true,
  },
  run: (input, { caller, ports }) => updateAgent(input, caller, ports),
  document: changedAgentDocument,
};

export const agentServers: Operation<Named, AgentServers> = {
  ...common,
  name: 'agent.servers',
  right: 'agents.read',
  effect: 'reads',
  where: {
    command: { not: '`agent show` names them.' },
    route: { method: 'GET', path: '/ai/agents/{id}/mcp-servers' },
    remote: true,
  },
  run: (input, { caller, ports }) => serversOfAgent(input, caller, ports),
  document: ({ agent }) => agentDocument(agent),
};

export const agentShow: Operation<Named, Agent> = {
  ...common,
  name: 'agent.show',
  right: 'agents.read',
  effect: 'reads',
  where: { command: 'agent show', route: { method: 'GET', path: '/ai/agents/{id}' }, remote: true },
  run: (input, { caller, ports }) => showAgent(input, caller, ports),
  document: agentDocument,
};

export const agentDelete: Operation<Named, Agent> = {
  ...common,
  name: 'agent.delete',
  right: 'agents.change',
  effect: 'changes',
  where: { command: 'agent delete', route: { method: 'DELETE', path: '/ai/agents/{id}' }, remote: true },
  run: (input, { caller, ports }) => deleteAgent(input, caller, ports),
  document: () => ({ outcome: 'done' }),
};

export const agentAttach: Operation<AttachInput, ChangedAgent> = {
  ...common,
  name: 'agent.attach',
  right: 'agents.change',
  subject: ({ agent: name }) => ({ kind: 'agent', name }),
  effect: 'changes',
  where: {
    command: 'agent attach',
    route: { method: 'POST', path: '/ai/agents/{id}/mcp-servers/{serverId}' },
    remote: true,
  },
  run: async (input, { caller, ports }) => {
    await checkSharing(input.target, caller, ports);
    return attach(input, scopeOf(caller), ports);
  },
  document: changedAgentDocument,
};

export const agentDetach: Operation<Pick<AttachInput, 'agent' | 'target'>, ChangedAgent> = {
  ...common,
  name: 'agent.detach',
  right: 'agents.change',
  subject: ({ agent: name }) => ({ kind: 'agent', name }),
  effect: 'changes',
  where: {
    command: 'agent detach',
    route: { method: 'DELETE', path: '/ai/agents/{id}/mcp-servers/{serverId}' },
    remote: true,
  },
  run: (input, { caller, ports }) => detach(input, scopeOf(caller), ports),
  document: changedAgentDocument,
};

/**
 * A server whose credential everybody shares gives each caller of the agent what that credential may do. So to attach it needs
 * a right of its own.
 *
 * @throws Refusal `right-missing`
 */
async function checkSharing(target: string, caller: Caller, { state }: Work['ports']): Promise<void> {
  if (caller.rights.has('agents.share')) return;
  const found = await resolveTarget(target, scopeOf(caller), state);
  const servers = found.kind === 'server' ? [found.server] : found.servers;
  if (servers.some(({ access }) => isShared(access)))
    throw rightMissing({ name: agentAttach.name, right: 'agents.share' });
}

/** Whether requests are authorized with a credential of the project, and not with one of each person. */
function isShared(access: ToolServer['access']): boolean {
  if (access.via === 'provider') return access.provider.grantType !== 'authorization_code';
  return access.via === 'api_key' || access.via === 'token';
}

export const agentGive: Operation<GiveAgentInput, GivenAgent> = {
  ...common,
  name: 'agent.give',
  right: 'agents.share',
  subject: ({ agent: name }) => ({ kind: 'agent', name }),
  effect: 'changes',
  where: { command: 'agent give', route: { method: 'POST', path: '/api/v1/agents/{agent}/people' }, remote: true },
  run: (input, { caller, ports }) => giveAgent(input, caller, ports),
  document: givenAgentDocument,
};

export const agentTake: Operation<GiveAgentInput, GivenAgent> = {
  ...common,
  name: 'agent.take',
  right: 'agents.share',
  subject: ({ agent: name }) => ({ kind: 'agent', name }),
  effect: 'changes',
  where: {
    command: 'agent take',
    route: { method: 'DELETE', path: '/api/v1/agents/{agent}/people/{name}' },
    remote: true,
  },
  run: (input, { caller, ports }) => takeAgent(input, caller, ports),
  document: givenAgentDocument,
};
