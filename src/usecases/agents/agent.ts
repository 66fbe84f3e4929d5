/** Agents, and the servers that they may use (docs/servers.md). */
import { hint } from '../../next-step.ts';
import type { Ports, Scope, Tables } from '../../ports/index.ts';
import type { Agent } from '../../records.ts';
import { Refusal } from '../../refusal.ts';
import { resolveTarget } from '../../targets.ts';
import { withAttachment, withoutAttachment } from '../../tools/attachments.ts';

type Project = Pick<Scope, 'project'>;

export interface ChangedAgent {
  readonly agent: Agent;
  /** False when the agent was already as asked, so that nothing was written. */
  readonly isChanged: boolean;
}

/** @throws Refusal agent-name-taken, or usage for a name that cannot stand in a command or a URL. */
export function createAgent(
  { name }: { readonly name: string },
  { project }: Project,
  { state, identifiers, clock }: Pick<Ports, 'state' | 'identifiers' | 'clock'>,
): Promise<Agent> {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(name)) throw badName(name);
  const now = clock.now();
  const agent: Agent = { id: identifiers.next(), project, name, attachments: [], createdAt: now, updatedAt: now };
  return state.write(async (tables) => {
    if (await tables.agents.find(project, name)) throw taken(name);
    await tables.agents.save(agent);
    return agent;
  });
}

export function listAgents({ project }: Project, { state }: Pick<Ports, 'state'>): Promise<Agent[]> {
  return state.read((tables) => tables.agents.list(project));
}

/** @throws Refusal agent-unknown */
export function showAgent(
  { name }: { readonly name: string },
  { project }: Project,
  { state }: Pick<Ports, 'state'>,
): Promise<Agent> {
  return state.read((tables) => agentNamed(name, project, tables));
}

/**
 * Deletes an agent. Its servers and everybody's connections stay.
 * @throws Refusal agent-unknown
 */
export function deleteAgent(
  { name }: { readonly name: string },
  { project }: Project,
  { state }: Pick<Ports, 'state'>,
): Promise<Agent> {
  return state.write(async (tables) => {
    const agent = await agentNamed(name, project, tables);
    await tables.agents.remove(agent.id);
    return agent;
  });
}

export interface AttachInput {
  readonly agent: string;
  /** A collection, server or provider. A provider means every server that gets its tokens from it. */
  readonly target: string;
  /** Patterns of tools, by the server's own names. Undefined means all tools. */
  readonly tools?: readonly string[];
}

/** @throws Refusal agent-unknown, target-unknown or target-ambiguous */
export async function attach(
  { agent: name, target, tools }: AttachInput,
  scope: Scope,
  ports: Pick<Ports, 'state' | 'clock'>,
): Promise<ChangedAgent> {
  const servers = await serversOf(target, scope, ports);
  return change({ name, project: scope.project }, ports, (agent) =>
    servers.reduce((changed, server) => withAttachment(changed, server, tools), agent),
  );
}

/**
 * Detaches a server, also one that does not exist any more.
 * @throws Refusal agent-unknown, target-unknown or target-ambiguous
 */
export async function detach(
  { agent: name, target }: Pick<AttachInput, 'agent' | 'target'>,
  scope: Scope,
  ports: Pick<Ports, 'state' | 'clock'>,
): Promise<ChangedAgent> {
  const { attachments } = await showAgent({ name }, scope, ports);
  const isKnown = attachments.some(({ server }) => server === target);
  const servers = isKnown ? [target] : await serversOf(target, scope, ports);
  return change({ name, project: scope.project }, ports, (agent) => servers.reduce(withoutAttachment, agent));
}

async function serversOf(target: string, scope: Scope, { state }: Pick<Ports, 'state'>): Promise<string[]> {
  const found = await resolveTarget(target, scope, state);
  return found.kind === 'server' ? [found.server.name] : found.servers.map((server) => server.name);
}

function change(
  { name, project }: { readonly name: string; readonly project: string },
  { state, clock }: Pick<Ports, 'state' | 'clock'>,
  by: (agent: Agent) => Agent,
): Promise<ChangedAgent> {
  return state.write(async (tables) => {
    const before = await agentNamed(name, project, tables);
    const after = by(before);
    if (after === before) return { agent: before, isChanged: false };
    const agent = { ...after, updatedAt: clock.now() };
    await tables.agents.save(agent);
    return { agent, isChanged: true };
  });
}

async function agentNamed(name: string, project: string, tables: Tables): Promise<Agent> {
  const found = await tables.agents.find(project, name);
  if (found) return found;
  const names = (await tables.agents.list(project)).map((agent) => agent.name);
  throw new Refusal('agent-unknown', {
    what: `There is no agent called "${name}".`,
    why: names.length === 0 ? 'This project has none.' : `This project has ${names.join(', ')}.`,
    hint: hint`Create it: ${{ do: 'create', what: 'agent', name }}`,
    details: { candidates: names },
  });
}

function taken(name: string): Refusal {
  return new Refusal('agent-name-taken', {
    what: `There is an agent called ${name} already.`,
    hint: hint`See what it may use: ${{ do: 'show', what: 'agent', name }}`,
    details: { name },
  });
}

function badName(name: string): Refusal {
  return new Refusal('usage', {
    what: `"${name}" is no name for an agent.`,
    why: 'It has letters, digits, dots, hyphens and underscores, and at most 100 of them.',
    hint: hint`For example: ${{ do: 'create', what: 'agent', name: 'scribe' }}`,
  });
}
