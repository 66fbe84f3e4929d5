/** The `agent` commands, from their options to their output. */
import { hint } from '../../next-step.ts';
import {
  attach,
  type ChangedAgent,
  createAgent,
  deleteAgent,
  detach,
  listAgents,
  showAgent,
} from '../../usecases/agents/agent.ts';
import type { Context } from '../context.ts';
import { agentDocument, agentsText, agentText } from './text.ts';

export async function runCreate({ ports, globals, output }: Context, name: string): Promise<undefined> {
  const agent = await createAgent(name, globals, ports);
  if (globals.json) output.json(agentDocument(agent));
  else output.data(hint`Created ${agent.name}. Next: ${{ do: 'attach', agent: agent.name }}`);
}

export async function runList({ ports, globals, output }: Context): Promise<undefined> {
  const agents = await listAgents(globals, ports);
  if (globals.json) output.json({ agents: agents.map(agentDocument) });
  else await agentsText(agents, output);
}

export async function runShow({ ports, globals, output }: Context, name: string): Promise<undefined> {
  const agent = await showAgent(name, globals, ports);
  if (globals.json) output.json(agentDocument(agent));
  else output.data(agentText(agent, output.color));
}

export async function runDelete({ ports, globals, output }: Context, name: string): Promise<undefined> {
  await deleteAgent(name, globals, ports);
  if (globals.json) output.json({ outcome: 'done' });
  else output.data(`Deleted ${name}.`);
}

export async function runAttach(
  context: Context,
  name: string,
  target: string,
  tools: readonly string[] | undefined,
): Promise<undefined> {
  tell(await attach(name, target, tools, context.globals, context.ports), context);
}

export async function runDetach(context: Context, name: string, target: string): Promise<undefined> {
  tell(await detach(name, target, context.globals, context.ports), context);
}

function tell({ agent, isChanged }: ChangedAgent, { globals, output }: Context): void {
  if (globals.json) output.json({ ...agentDocument(agent), outcome: isChanged ? 'done' : 'nothing_to_do' });
  else output.data(agentText(agent, output.color));
  if (!isChanged) output.say('It was so already.');
}
