/** Agents that are given to somebody must exist, and be known to whoever gives them. */
import { hint } from '../../next-step.ts';
import type { Tables } from '../../ports/index.ts';
import { Refusal } from '../../refusal.ts';

export interface WhoseAgents {
  readonly project: string;
  /** The agents that the caller may know of. */
  readonly agents?: ReadonlySet<string>;
}

/** @throws Refusal `agent-unknown`, the same for one that the caller may not know of */
export async function checkAgents(
  names: readonly string[],
  { project, agents }: WhoseAgents,
  tables: Tables,
): Promise<void> {
  for (const name of names) {
    const mayKnow = agents === undefined || agents.has(name);
    if (!mayKnow || (await tables.agents.find(project, name)) === undefined) throw agentUnknown(name);
  }
}

export function agentUnknown(name: string): Refusal {
  return new Refusal('agent-unknown', {
    what: `There is no agent called "${name}".`,
    hint: hint`See which there are: ${{ do: 'list', what: 'agent' }}`,
    details: { name },
  });
}
