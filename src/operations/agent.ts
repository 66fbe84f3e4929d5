/** Agents: what an MCP client may use through the gateway. */
import { agentDocument, changedAgentDocument } from '../documents/agent.ts';
import type { Agent } from '../records.ts';
import {
  type AttachInput,
  attach,
  type ChangedAgent,
  createAgent,
  deleteAgent,
  detach,
  listAgents,
  showAgent,
} from '../usecases/agents/agent.ts';
import { NO_ROUTE_YET, type Operation, scopeOf } from './operation.ts';

interface Named {
  readonly name: string;
}

const common = { secrets: [], subject: ({ name }: Named) => ({ kind: 'agent', name }) as const };

export const agentCreate: Operation<Named, Agent> = {
  ...common,
  name: 'agent.create',
  right: 'agents.change',
  subject: () => ({ kind: 'project' }),
  effect: 'changes',
  where: { command: 'agent create', route: NO_ROUTE_YET, remote: true },
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
  run: async (_input, { caller, ports }) => ({ agents: await listAgents(caller, ports) }),
  document: ({ agents }) => ({ agents: agents.map(agentDocument) }),
};

export const agentShow: Operation<Named, Agent> = {
  ...common,
  name: 'agent.show',
  right: 'agents.read',
  effect: 'reads',
  where: { command: 'agent show', route: NO_ROUTE_YET, remote: true },
  run: (input, { caller, ports }) => showAgent(input, caller, ports),
  document: agentDocument,
};

export const agentDelete: Operation<Named, Agent> = {
  ...common,
  name: 'agent.delete',
  right: 'agents.change',
  effect: 'changes',
  where: { command: 'agent delete', route: NO_ROUTE_YET, remote: true },
  run: (input, { caller, ports }) => deleteAgent(input, caller, ports),
  document: () => ({ outcome: 'done' }),
};

export const agentAttach: Operation<AttachInput, ChangedAgent> = {
  ...common,
  name: 'agent.attach',
  right: 'agents.change',
  subject: ({ agent: name }) => ({ kind: 'agent', name }),
  effect: 'changes',
  where: { command: 'agent attach', route: NO_ROUTE_YET, remote: true },
  run: (input, { caller, ports }) => attach(input, scopeOf(caller), ports),
  document: changedAgentDocument,
};

export const agentDetach: Operation<Pick<AttachInput, 'agent' | 'target'>, ChangedAgent> = {
  ...common,
  name: 'agent.detach',
  right: 'agents.change',
  subject: ({ agent: name }) => ({ kind: 'agent', name }),
  effect: 'changes',
  where: { command: 'agent detach', route: NO_ROUTE_YET, remote: true },
  run: (input, { caller, ports }) => detach(input, scopeOf(caller), ports),
  document: changedAgentDocument,
};
