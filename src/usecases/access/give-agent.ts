/** Agents that are given to people, who may then call their tools. */
import type { Caller } from '../../identity/caller.ts';
import type { Ports, Tables } from '../../ports/index.ts';
import type { Person } from '../../records-of-callers.ts';
import { checkAgents } from './agents-exist.ts';
import { personNamed } from './find-person.ts';

export interface GiveAgentInput {
  readonly agent: string;
  /** By name. */
  readonly people: readonly string[];
}

export interface GivenAgent {
  readonly agent: string;
  /** Those who were named, as they are now. */
  readonly people: readonly Person[];
  /** False when all of them had it, or had it not, already. */
  readonly isChanged: boolean;
}

type StatePort = Pick<Ports, 'state'>;

/** @throws Refusal `agent-unknown`, `not-found` for a person; then nobody gets it */
export function giveAgent(
  { agent, people }: GiveAgentInput,
  caller: Caller,
  { state }: StatePort,
): Promise<GivenAgent> {
  return state.write(async (tables) => {
    await checkAgents([agent], caller, tables);
    return change({ agent, people }, caller, tables, ({ agents }) => [...new Set([...agents, agent])].sort());
  });
}

/** @throws Refusal `not-found` for a person; then nobody loses it */
export function takeAgent(
  { agent, people }: GiveAgentInput,
  caller: Caller,
  { state }: StatePort,
): Promise<GivenAgent> {
  return state.write((tables) =>
    change({ agent, people }, caller, tables, ({ agents }) => agents.filter((name) => name !== agent)),
  );
}

async function change(
  { agent, people: names }: GiveAgentInput,
  { project }: Pick<Caller, 'project'>,
  tables: Tables,
  agentsOf: (person: Person) => readonly string[],
): Promise<GivenAgent> {
  const people: Person[] = [];
  let isChanged = false;
  for (const name of names) {
    const before = await personNamed(name, project, tables);
    const after = { ...before, agents: agentsOf(before) };
    people.push(after);
    if (after.agents.length === before.agents.length) continue;
    isChanged = true;
    await tables.people.save(after);
  }
  return { agent, people, isChanged };
}
