/** `/ai/agents` of seeds/000: agents, and the servers that are attached to them. */

import type { JsonObject } from '../../json-object.ts';
import {
  agentAttach,
  agentCreate,
  agentDelete,
  agentDetach,
  agentPage,
  agentServers,
  agentShow,
  agentUpdate,
} from '../../operations/agent.ts';
import type { Agent } from '../../records.ts';
import { isoTime } from '../../time.ts';
import type { AttachedServer } from '../../usecases/agents/agent-servers.ts';
import { RequestProblem } from '../problem.ts';
import { type AnyRoute, type RouteRequest, route } from '../route.ts';
import { PAGE_QUERY, pageIn, pageOf } from './page.ts';
import { serverBody } from './server-body.ts';
import { agentOf, checkMatch, idOfToolServer, tagOf, toolServerOf } from './things.ts';

const ignoring = { unknownMembers: 'ignored' } as const;

export const agentRoutes: readonly AnyRoute[] = [
  route({
    ...ignoring,
    method: 'GET',
    path: '/ai/agents',
    operation: agentPage,
    summary: 'Lists the agents that the caller may see, newest first.',
    query: PAGE_QUERY,
    response: 'Agents',
    input: ({ query }) => pageIn(query),
    answer: ({ agents, total }, { query }) => pageOf(agents.map(agentBody), total, pageIn(query)),
  }),
  route({
    ...ignoring,
    method: 'POST',
    path: '/ai/agents',
    operation: agentCreate,
    summary: 'Creates an agent, which may use nothing yet.',
    body: 'AgentInput',
    response: 'Agent',
    input: ({ body }) => ({
      name: String(body.name),
      ...(body.description !== undefined && { description: String(body.description) }),
      ...(body.configuration !== undefined && { configuration: body.configuration as JsonObject }),
    }),
    answer: agentBody,
    headers: (agent) => ({ etag: tagOf(agent) }),
  }),
  route({
    ...ignoring,
    method: 'GET',
    path: '/ai/agents/{id}',
    operation: agentShow,
    summary: 'Returns one agent.',
    response: 'Agent',
    input: named,
    answer: agentBody,
    headers: (agent) => ({ etag: tagOf(agent) }),
  }),
  route({
    ...ignoring,
    method: 'GET',
    path: '/ai/agents/{id}/details',
    operation: agentServers,
    summary: 'Returns one agent, with how many tools it may use, as far as they are known.',
    response: 'AgentDetails',
    input: named,
    answer: ({ agent, servers }) => ({
      ...agentBody(agent),
      tools_count: servers.reduce((sum, { tools }) => sum + (tools ?? 0), 0),
      knowledge_bases_count: 0,
      sub_agents: [],
    }),
  }),
  route({
    ...ignoring,
    method: 'PATCH',
    path: '/ai/agents/{id}',
    operation: agentUpdate,
    summary: 'Changes an agent (RFC 7396).',
    body: 'AgentPatch',
    response: 'Agent',
    input: async (request) => {
      const agent = await agentOf(request.params.id ?? '', request);
      checkMatch(agent, request);
      const { name, description, configuration } = request.body;
      if (name !== undefined && name !== agent.name) throw renamed();
      return {
        name: agent.name,
        ...(description !== undefined && { description: description as string | null }),
        ...(configuration !== undefined && { configuration: configuration as JsonObject | null }),
      };
    },
    answer: ({ agent }) => agentBody(agent),
    headers: ({ agent }) => ({ etag: tagOf(agent) }),
  }),
  route({
    ...ignoring,
    method: 'DELETE',
    path: '/ai/agents/{id}',
    operation: agentDelete,
    summary: 'Deletes an agent. Its servers and the accounts of people stay.',
    response: 'Success',
    input: async (request) => {
      const agent = await agentOf(request.params.id ?? '', request);
      checkMatch(agent, request);
      return { name: agent.name };
    },
    answer: () => ({ success: true }),
  }),
  route({
    ...ignoring,
    method: 'GET',
    path: '/ai/agents/{id}/mcp-servers',
    operation: agentServers,
    summary: 'Lists the servers that are attached to an agent.',
    query: PAGE_QUERY,
    response: 'Servers',
    input: named,
    answer: ({ servers }, { query }) => {
      const page = pageIn(query);
      const part = servers.slice(page.offset, page.offset + page.limit + 1);
      return pageOf(part.map(attachedBody), servers.length, page);
    },
  }),
  route({
    ...ignoring,
    method: 'POST',
    path: '/ai/agents/{id}/mcp-servers/{serverId}',
    operation: agentAttach,
    summary: 'Attaches a server to an agent, or changes which of its tools the agent may use.',
    body: 'AttachInput',
    response: 'Attached',
    input: async (request) => {
      const agent = await agentOf(request.params.id ?? '', request);
      const server = await toolServerOf(request.params.serverId ?? '', request);
      const tools = request.body.tools as readonly string[] | undefined;
      return { agent: agent.name, target: server.name, ...(tools && { tools }) };
    },
    answer: async ({ agent }, request) => {
      const server = await toolServerOf(request.params.serverId ?? '', request);
      const tools = agent.attachments.find((each) => each.server === server.name)?.tools ?? [];
      return { success: true, agent_id: agent.id, mcp_server_id: idOfToolServer(server), tools };
    },
  }),
  route({
    ...ignoring,
    method: 'DELETE',
    path: '/ai/agents/{id}/mcp-servers/{serverId}',
    operation: agentDetach,
    summary: 'Detaches a server from an agent.',
    response: 'Success',
    input: async (request) => ({
      agent: (await agentOf(request.params.id ?? '', request)).name,
      target: (await toolServerOf(request.params.serverId ?? '', request)).name,
    }),
    answer: () => ({ success: true }),
  }),
];

async function named(request: RouteRequest): Promise<{ readonly name: string }> {
  return { name: (await agentOf(request.params.id ?? '', request)).name };
}

export function agentBody({ id, name, project, description, configuration = {}, ...rest }: Agent): object {
  return {
    id,
    name,
    deployment_id: project,
    ...(description !== undefined && { description }),
    configuration,
    created_at: isoTime(rest.createdAt),
    updated_at: isoTime(rest.updatedAt),
  };
}

/** A collection of an app has no row of its own, so it is shown with what it has. */
function attachedBody({ server, provider, attachedAt }: AttachedServer): object {
  if (server.record) return serverBody({ server: server.record, provider });
  const { displayName, url, namespace } = server;
  return {
    id: idOfToolServer(server),
    name: displayName,
    deployment_id: attachedAt.project,
    config: { endpoint: url },
    namespace,
    created_at: isoTime(attachedAt.createdAt),
    updated_at: isoTime(attachedAt.updatedAt),
  };
}

function renamed(): RequestProblem {
  return new RequestProblem({
    status: 422,
    code: 'input-invalid',
    message: 'An agent keeps its name.',
    why: 'Its name stands in the addresses that MCP clients use.',
    next: 'Create an agent with the new name, and delete this one.',
    errors: [{ pointer: '/name', message: 'It cannot be changed.' }],
  });
}
