/** Servers and agents by the ids of the API. */
import { knowsAgent } from '../../identity/authorize.ts';
import type { Agent } from '../../records.ts';
import { Refusal } from '../../refusal.ts';
import { type ToolServer, toolServersNamed } from '../../targets.ts';
import type { ServerWithProvider } from '../../usecases/servers/draft.ts';
import { RequestProblem } from '../problem.ts';
import type { RouteRequest } from '../route.ts';

type Looking = Pick<RouteRequest, 'caller' | 'ports'>;

/**
 * The server with this id, or this name.
 * @throws Refusal `not-found`
 */
export function serverOf(id: string, { caller, ports }: Looking): Promise<ServerWithProvider> {
  return ports.state.read(async (tables) => {
    const found = (await tables.servers.get(id)) ?? (await tables.servers.find(caller.project, id));
    if (found?.project !== caller.project) throw notFound('MCP server', id);
    const provider = found.providerId === undefined ? undefined : await tables.providers.get(found.providerId);
    return { server: found, provider };
  });
}

/**
 * The server or collection with this id.
 * @throws Refusal `not-found`
 */
export function toolServerOf(id: string, { caller, ports }: Looking): Promise<ToolServer> {
  const { project } = caller;
  return ports.state.read(async (tables) => {
    const row = await tables.servers.get(id);
    const [owner = '', collection] = id.split('.');
    const installation = collection === undefined ? undefined : await tables.installations.get(owner);
    const name = row?.project === project ? row.name : installation && `${installation.name}/${collection}`;
    const [found] = await toolServersNamed([name ?? id], project, tables);
    if (found) return found;
    throw notFound('MCP server', id);
  });
}

/** A server has an id of its own. A collection of an app is named by its installation, so that it needs none. */
export function idOfToolServer({ record, ownerId, collectionId }: ToolServer): string {
  return record?.id ?? `${ownerId}.${collectionId}`;
}

/**
 * The agent with this id, or this name, as far as the caller may see it.
 * @throws Refusal `not-found`
 */
export async function agentOf(id: string, { caller, ports }: Looking): Promise<Agent> {
  const found = await ports.state.read(
    async (tables) => (await tables.agents.get(id)) ?? tables.agents.find(caller.project, id),
  );
  if (found?.project === caller.project && knowsAgent(caller, found.name)) return found;
  throw notFound('agent', id);
}

function notFound(what: string, id: string): Refusal {
  return new Refusal('not-found', {
    what: `There is no ${what} with the id ${id.slice(0, 100)}.`,
    hint: what === 'agent' ? 'See GET /ai/agents' : 'See GET /ai/mcp-servers',
    details: { id },
  });
}

/** The tag of a row, which changes with it (RFC 9110, section 8.8.3). */
export function tagOf({ updatedAt }: { readonly updatedAt: number }): string {
  return `"${updatedAt.toString(36)}"`;
}

/** @throws RequestProblem 412 when the client knows another version than there is */
export function checkMatch(row: { readonly updatedAt: number }, { header }: Pick<RouteRequest, 'header'>): void {
  const wanted = header('if-match');
  if (wanted === undefined || wanted === '*' || wanted.split(/ *, */).includes(tagOf(row))) return;
  throw new RequestProblem({
    status: 412,
    code: 'changed-meanwhile',
    message: 'It has changed since you read it.',
    why: `It has the tag ${tagOf(row)} now.`,
    next: 'Read it again, and send your change with its new tag.',
  });
}
