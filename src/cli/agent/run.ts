/** The `agent` commands, from their options to their output. */
import { hint } from '../../next-step.ts';
import { agentAttach, agentCreate, agentDelete, agentDetach, agentList, agentShow } from '../../operations/agent.ts';
import type { Agent } from '../../records.ts';
import type { AttachInput, ChangedAgent } from '../../usecases/agents/agent.ts';
import type { Context } from '../context.ts';
import { printOperation } from '../run-operation.ts';
import { agentsText, agentText } from './text.ts';

export async function runCreate(context: Context, name: string): Promise<undefined> {
  const tell = (agent: Agent) =>
    context.output.data(hint`Created ${agent.name}. Next: ${{ do: 'attach', agent: agent.name }}`);
  await printOperation(agentCreate, { input: { name }, tell }, context);
}

export async function runList(context: Context): Promise<undefined> {
  await printOperation(agentList, { input: {}, tell: ({ agents }) => agentsText(agents, context.output) }, context);
}

export async function runShow(context: Context, name: string): Promise<undefined> {
  const { output } = context;
  const tell = (agent: Agent) => output.data(agentText(agent, output.color));
  await printOperation(agentShow, { input: { name }, tell }, context);
}

export async function runDelete(context: Context, name: string): Promise<undefined> {
  const tell = () => context.output.data(`Deleted ${name}.`);
  await printOperation(agentDelete, { input: { name }, tell }, context);
}

export async function runAttach(context: Context, input: AttachInput): Promise<undefined> {
  const unchanged = `${input.agent} could already use exactly this of ${input.target}; nothing changed.`;
  await printOperation(agentAttach, { input, tell: tellChanged(unchanged, context) }, context);
}

export async function runDetach(context: Context, input: Pick<AttachInput, 'agent' | 'target'>): Promise<undefined> {
  const unchanged = `${input.agent} had no access to ${input.target}; nothing changed.`;
  await printOperation(agentDetach, { input, tell: tellChanged(unchanged, context) }, context);
}

function tellChanged(unchanged: string, { output }: Context): (changed: ChangedAgent) => void {
  return ({ agent, isChanged }) => {
    output.data(agentText(agent, output.color));
    if (!isChanged) output.say(unchanged);
  };
}
