/** The `agent` commands, from their options to their output. */
import { hint } from '../../next-step.ts';
import { agentAttach, agentCreate, agentDelete, agentDetach, agentList, agentShow } from '../../operations/agent.ts';
import type { AttachInput, ChangedAgent } from '../../usecases/agents/agent.ts';
import type { Context } from '../context.ts';
import { printOperation } from '../run-operation.ts';
import { agentsText, agentText } from './text.ts';

export function runCreate(context: Context, name: string): Promise<undefined> {
  return printOperation(agentCreate, { name }, context, (agent) =>
    context.output.data(hint`Created ${agent.name}. Next: ${{ do: 'attach', agent: agent.name }}`),
  );
}

export function runList(context: Context): Promise<undefined> {
  return printOperation(agentList, {}, context, ({ agents }) => agentsText(agents, context.output));
}

export function runShow(context: Context, name: string): Promise<undefined> {
  const { output } = context;
  return printOperation(agentShow, { name }, context, (agent) => output.data(agentText(agent, output.color)));
}

export function runDelete(context: Context, name: string): Promise<undefined> {
  return printOperation(agentDelete, { name }, context, () => context.output.data(`Deleted ${name}.`));
}

export function runAttach(context: Context, input: AttachInput): Promise<undefined> {
  return printOperation(agentAttach, input, context, (changed) =>
    tell(changed, `${input.agent} could already use exactly this of ${input.target}; nothing changed.`, context),
  );
}

export function runDetach(context: Context, input: Pick<AttachInput, 'agent' | 'target'>): Promise<undefined> {
  return printOperation(agentDetach, input, context, (changed) =>
    tell(changed, `${input.agent} had no access to ${input.target}; nothing changed.`, context),
  );
}

function tell({ agent, isChanged }: ChangedAgent, unchanged: string, { output }: Context): void {
  output.data(agentText(agent, output.color));
  if (!isChanged) output.say(unchanged);
}
