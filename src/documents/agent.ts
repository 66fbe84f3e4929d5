/** Agents as documents (docs/json.md). */
import type { Agent } from '../records.ts';
import type { ChangedAgent } from '../usecases/agents/agent.ts';

export function agentDocument({ id, name, attachments, createdAt, updatedAt }: Agent) {
  return {
    id,
    name,
    attachments: attachments.map(({ server, tools }) => ({ server, tools })),
    created_at: new Date(createdAt).toISOString(),
    updated_at: new Date(updatedAt).toISOString(),
  };
}

export function changedAgentDocument({ agent, isChanged }: ChangedAgent) {
  return { ...agentDocument(agent), outcome: isChanged ? 'done' : 'nothing_to_do' };
}
