/** MCP servers: discover, create, list, read, change and delete them. */

import { queryOf, segment } from './address.ts';
import type { components } from './api.ts';
import type { McpctlClient } from './client.ts';
import type { Query } from './paths.ts';
import type { RequestOptions } from './send.ts';

type Schemas = components['schemas'];

export function mcpServersOf(client: McpctlClient) {
  return {
    /** Says what authorization a server wants, and stores nothing. */
    discover: (body: Schemas['DiscoverInput'], options?: RequestOptions) =>
      client.post('/ai/mcp-servers/discover', body, options),
    /** What is left out is discovered, and a client is registered where none is given. */
    create: (body: Schemas['ServerInput'], options?: RequestOptions) => client.post('/ai/mcp-servers', body, options),
    list: (query?: Query<'/ai/mcp-servers', 'get'>, options?: RequestOptions) =>
      client.get(`/ai/mcp-servers${queryOf(query)}`, options),
    get: (id: string, options?: RequestOptions) => client.get(`/ai/mcp-servers/${segment(id)}`, options),
    /** What ends with the change is named by a 409, whose digest goes into `confirm`. */
    update: (id: string, body: Schemas['ServerPatch'], query?: Query<'/ai/mcp-servers/{id}', 'patch'>) =>
      client.patch(`/ai/mcp-servers/${segment(id)}${queryOf(query)}`, body),
    /** Deletes the server, revokes its tokens and deletes the client that was registered for it. */
    delete: (id: string, query?: Query<'/ai/mcp-servers/{id}', 'delete'>, options?: RequestOptions) =>
      client.delete(`/ai/mcp-servers/${segment(id)}${queryOf(query)}`, options),
  };
}
