/** Agents, and the servers that they may use (docs/servers.md). */

import type { JsonObject } from '../../json-object.ts';
import { hint } from '../../next-step.ts';
import type { Page, Ports, Scope, Tables } from '../../ports/index.ts';
import type { Agent } from '../../records.ts';
import { Refusal } from '../../refusal.ts';
import { resolveTarget } from '../../targets.ts';
import { takeFromEverybody, withAttachment, withoutAttachment } from '../../tools/attachments.ts';

type Project = Pick<Scope, 'project'>;

export interface ChangedAgent {
  readonly agent: Agent;
  /** False when the agent was already as asked, so that nothing was written. */
  readonly isChanged: boolean;
}

export interface AgentInput {
  readonly name: string;
  readonly description?: string;
  /** At most 16 KiB of JSON. */
  readonly configuration?: JsonObject;
}

/** @throws Refusal agent-name-taken, or usage for a name that cannot stand in a command or a URL. */
export async function createAgent(
  { name, description, configuration }: AgentInput,
  { project }: Project,
  { state, identifiers, clock }: Pick<Ports, 'state' | 'identifiers' | 'clock'>,
): Promise<Agent> {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(name)) throw badName(name);
  const now = clock.now();
  checkConfiguration(configuration);
  const said = { ...(description !== undefined && { description }), ...(configuration && { configuration }) };
  const id = identifiers.next();
  const agent: Agent = { id, project, name, ...said, attachments: [], createdAt: now, updatedAt: now };
  return state.write(async (tables) => {
    const other = await tables.agents.find(project, name);
    if (other) throw taken(other);
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

export interface AgentPage {
  readonly agents: readonly Agent[];
  /** How many there are in all. */
  readonly total: number;
}

/** A part of the list, newest first, with one agent more than `limit` where there are more. */
export function pageOfAgents(
  { limit, ...page }: Page,
  { project, agents: known }: Project & { readonly agents?: ReadonlySet<string> },
  { state }: Pick<Ports, 'state'>,
): Promise<AgentPage> {
  return state.read(async (tables) => {
    if (known) return pageAmong(known, { ...page, limit: limit + 1 }, project, tables);
    return {
      agents: await tables.agents.page(project, { ...page, limit: limit + 1 }),
      total: await tables.agents.count(project),
    };
  });
}

/** For a caller that may know of a few agents only. */
async function pageAmong(
  names: ReadonlySet<string>,
  { limit, offset = 0, after }: Page,
  project: string,
  tables: Tables,
): Promise<AgentPage> {
  const found = await Promise.all([...names].map((name) => tables.agents.find(project, name)));
  const all = found.filter((agent) => agent !== undefined).sort((one, other) => (one.id < other.id ? 1 : -1));
  const older = after === undefined ? all : all.filter(({ id }) => id < after);
  return { agents: older.slice(offset, offset + limit), total: all.length };
}

export interface AgentPatch {
  readonly name: string;
  /** Null takes it away. */
  readonly description?: string | null;
  readonly configuration?: JsonObject | null;
}

/** @throws Refusal agent-unknown */
export async function updateAgent(
  { name, description, configuration }: AgentPatch,
  { project }: Project,
  ports: Pick<Ports, 'state' | 'clock'>,
): Promise<ChangedAgent> {
  checkConfiguration(configuration);
  return change({ name, project }, ports, (agent) => ({
    ...agent,
    ...(description !== undefined && { description: description ?? undefined }),
    ...(configuration !== undefined && { configuration: configuration ?? undefined }),
  }));
}

/** Bytes of JSON. */
const MOST_CONFIGURATION = 16 * 1024;

function checkConfiguration(configuration: JsonObject | null | undefined): void {
  const bytes = new TextEncoder().encode(JSON.stringify(configuration ?? {})).length;
  if (bytes <= MOST_CONFIGURATION) return;
  throw new Refusal('input-invalid', {
    what: 'The configuration of the agent is too large.',
    why: `It has ${bytes} bytes of JSON, and may have ${MOST_CONFIGURATION}.`,
    hint: 'Keep what is large elsewhere.',
  });
}

/**
 * Deletes an agent, and takes it from everybody who had it. Its servers and everybody's connections stay.
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
    await takeFromEverybody(name, project, tables);
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

function taken({ id, name }: Agent): Refusal {
  return new Refusal('agent-name-taken', {
    what: `There is an agent called ${name} already.`,
    hint: hint`See what it may use: ${{ do: 'show', what: 'agent', name }}`,
    details: { name, id },
  });
}

function badName(name: string): Refusal {
  return new Refusal('usage', {
    what: `"${name}" is no name for an agent.`,
    why: 'It has letters, digits, dots, hyphens and underscores, and at most 100 of them.',
    hint: hint`For example: ${{ do: 'create', what: 'agent', name: 'scribe' }}`,
  });
}
