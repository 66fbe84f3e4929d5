/** Agents that a request names by their ids or names. */
import type { Caller } from '../../identity/caller.ts';
import type { Tables } from '../../ports/index.ts';
import type { Agent } from '../../records.ts';
import { agentUnknown } from '../access/agents-exist.ts';

/** @throws Refusal `agent-unknown` for the first that does not exist, or that the caller may not know of */
export async function findAgents(
  wanted: readonly string[],
  { project, agents: known }: Pick<Caller, 'project' | 'agents'>,
  tables: Tables,
): Promise<Agent[]> {
  const found = new Map<string, Agent>();
  for (const each of wanted) {
    const byId = await tables.agents.get(each);
    const agent = byId?.project === project ? byId : await tables.agents.find(project, each);
    if (agent === undefined || (known && !known.has(agent.name))) throw agentUnknown(each);
    found.set(agent.id, agent);
  }
  return [...found.values()];
}
