/** Agents as documents (docs/json.md). */

import type { Agent } from '../records.ts';
import { isoTime } from '../time.ts';
import type { ChangedAgent } from '../usecases/agents/agent.ts';

export function agentDocument({ id, name, attachments, createdAt, updatedAt }: Agent) {
  return {
    id,
    name,
    attachments: attachments.map(({ server, tools }) => ({ server, tools })),
    created_at: isoTime(createdAt),
    updated_at: isoTime(updatedAt),
  };
}

export function changedAgentDocument({ agent, isChanged }: ChangedAgent) {
  return { ...agentDocument(agent), outcome: isChanged ? 'done' : 'nothing_to_do' };
}
