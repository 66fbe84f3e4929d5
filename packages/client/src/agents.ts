/** Agents, and the servers that are attached to them. */

import { queryOf, segment } from './address.ts';
import type { components } from './api.ts';
import type { McpctlClient } from './client.ts';
import type { Query } from './paths.ts';
import type { RequestOptions } from './send.ts';

type Schemas = components['schemas'];

export function agentsOf(client: McpctlClient) {
  return {
    create: (body: Schemas['AgentInput'], options?: RequestOptions) => client.post('/ai/agents', body, options),
    list: (query?: Query<'/ai/agents', 'get'>, options?: RequestOptions) =>
      client.get(`/ai/agents${queryOf(query)}`, options),
    get: (id: string, options?: RequestOptions) => client.get(`/ai/agents/${segment(id)}`, options),
    /** The agent, with how many tools it may use. */
    details: (id: string, options?: RequestOptions) => client.get(`/ai/agents/${segment(id)}/details`, options),
    update: (id: string, body: Schemas['AgentPatch'], options?: RequestOptions) =>
      client.patch(`/ai/agents/${segment(id)}`, body, options),
    /** Deletes the agent. Its servers and the accounts of people stay. */
    delete: (id: string, options?: RequestOptions) => client.delete(`/ai/agents/${segment(id)}`, options),
    servers: (id: string, query?: Query<'/ai/agents/{id}/mcp-servers', 'get'>, options?: RequestOptions) =>
      client.get(`/ai/agents/${segment(id)}/mcp-servers${queryOf(query)}`, options),
    /** Attaches a server, or changes which of its tools the agent may use. */
    attach: (id: string, serverId: string, body?: Schemas['AttachInput'], options?: RequestOptions) =>
      client.post(`/ai/agents/${segment(id)}/mcp-servers/${segment(serverId)}`, body, options),
    detach: (id: string, serverId: string, options?: RequestOptions) =>
      client.delete(`/ai/agents/${segment(id)}/mcp-servers/${segment(serverId)}`, options),
  };
}
