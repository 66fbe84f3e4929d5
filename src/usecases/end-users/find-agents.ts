/** Agents that a request names by their ids or names. */
import { knowsAgent } from '../../identity/authorize.ts';
import type { Caller } from '../../identity/caller.ts';
import type { Tables } from '../../ports/index.ts';
import type { Agent } from '../../records.ts';
import { agentUnknown } from '../access/agents-exist.ts';

/** @throws Refusal `agent-unknown` for the first that does not exist, or that the caller may not know of */
export async function findAgents(
  wanted: readonly string[],
  caller: Pick<Caller, 'project' | 'agents'>,
  tables: Tables,
): Promise<Agent[]> {
  const { project } = caller;
  const found = new Map<string, Agent>();
  for (const each of wanted) {
    const byId = await tables.agents.get(each);
    const agent = byId?.project === project ? byId : await tables.agents.find(project, each);
    if (agent === undefined || !knowsAgent(caller, agent.name)) throw agentUnknown(each);
    found.set(agent.id, agent);
  }
  return [...found.values()];
}
