/** The `agent` commands, from their options to their output. */
import { hint } from '../../next-step.ts';
import {
  agentAttach,
  agentCreate,
  agentDelete,
  agentDetach,
  agentGive,
  agentList,
  agentShow,
  agentTake,
} from '../../operations/agent.ts';
import { printable } from '../../printable.ts';
import type { Agent } from '../../records.ts';
import type { GiveAgentInput, GivenAgent } from '../../usecases/access/give-agent.ts';
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

export async function runGive(context: Context, input: GiveAgentInput): Promise<undefined> {
  await printOperation(agentGive, { input, tell: tellGiven('already had', context) }, context);
}

export async function runTake(context: Context, input: GiveAgentInput): Promise<undefined> {
  await printOperation(agentTake, { input, tell: tellGiven('did not have', context) }, context);
}

function tellGiven(unchanged: string, { output }: Context): (given: GivenAgent) => void {
  return ({ agent, people, isChanged }) => {
    for (const person of people) output.data(peopleLine(person));
    const names = people.map(({ name }) => name).join(', ');
    if (!isChanged) output.say(`${names} ${unchanged} ${agent}; nothing changed.`);
  };
}

function peopleLine({ name, agents }: GivenAgent['people'][number]): string {
  return `${printable(name)} has ${agents.length === 0 ? 'no agent' : printable(agents.join(', '))}`;
}
