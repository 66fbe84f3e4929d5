/** Access tokens with which an agent of a backend calls tools for an end user. */
import type { Caller } from '../../identity/caller.ts';
import type { Ports } from '../../ports/index.ts';
import type { Agent } from '../../records.ts';
import type { Credential } from '../../records-of-callers.ts';
import type { Secret } from '../../secret.ts';
import { newBearer } from '../../tokens/bearer.ts';
import { inputInvalid } from '../access/names.ts';
import { type OfWebApp, useActor, userOfActor, webAppFor } from './actor.ts';
import { findAgents } from './find-agents.ts';

export interface CreateEndUserTokenInput extends OfWebApp {
  readonly actorId: string;
  /** By id or by name. */
  readonly agentId: string;
  /** Seconds. */
  readonly expiresIn?: number;
}

export interface EndUserToken {
  readonly token: Secret;
  /** Seconds. */
  readonly expiresIn: number;
  readonly agent: Agent;
  readonly project: string;
}

const MOST = 600;

/** @throws Refusal `input-invalid`, `agent-unknown`, `not-found` for the web app */
export async function createEndUserToken(
  { actorId, agentId, expiresIn = MOST, webApp: wanted }: CreateEndUserTokenInput,
  caller: Caller,
  { state, clock, identifiers }: Pick<Ports, 'state' | 'clock' | 'identifiers'>,
): Promise<EndUserToken> {
  if (!(Number.isInteger(expiresIn) && expiresIn >= 1 && expiresIn <= MOST)) {
    throw inputInvalid('/expires_in', `A token of an end user lives for 1 to ${MOST} seconds.`);
  }
  const { secret, hash } = await newBearer('end-user-token');
  const { project } = caller;
  return state.write(async (tables) => {
    const webApp = await webAppFor(caller, wanted, tables, { clock, identifiers });
    const [agent] = await findAgents([agentId], caller, tables);
    if (agent === undefined) throw new Error('An agent that was found is missing.');
    const actor = await useActor(actorId, webApp, { tables, clock });
    const now = clock.now();
    const credential: Credential = {
      ...{ hash, kind: 'end-user-token', project },
      ...{ user: userOfActor(actor), name: `${actor.id} (${webApp.name})` },
      ...{ parent: caller.keyId ?? webApp.id, webAppId: webApp.id, agents: [agent.name] },
      ...{ createdAt: now, expiresAt: now + expiresIn * 1000 },
    };
    await tables.credentials.save(credential);
    return { token: secret, expiresIn, agent, project };
  });
}
