/** Actors: the end users of a web app, as its backend sees them. */
import { queryOf, segment } from './address.ts';
import type { components } from './api.ts';
import type { McpctlClient } from './client.ts';
import type { Query } from './paths.ts';
import type { RequestOptions } from './send.ts';

type Schemas = components['schemas'];

export function actorsOf(client: McpctlClient) {
  return {
    /** Creates an end user, or changes what is given of one. */
    create: (body: Schemas['ActorInput'], options?: RequestOptions) => client.post('/ai/actors', body, options),
    list: (query?: Query<'/ai/actors', 'get'>, options?: RequestOptions) =>
      client.get(`/ai/actors${queryOf(query)}`, options),
    lookup: (query: Query<'/ai/actors/lookup', 'get'>, options?: RequestOptions) =>
      client.get(`/ai/actors/lookup${queryOf(query)}`, options),
    get: (id: string, options?: RequestOptions) => client.get(`/ai/actors/${segment(id)}`, options),
    /** Its accounts are revoked and forgotten, its sessions end. */
    delete: (id: string, options?: RequestOptions) => client.delete(`/ai/actors/${segment(id)}`, options),
    /** An access token that opens an agent as this end user. */
    createToken: (id: string, body: Schemas['EndUserTokenInput'], options?: RequestOptions) =>
      client.post(`/ai/actors/${segment(id)}/tokens`, body, options),
    /** The servers of the project, and how the end user stands with each. */
    servers: (id: string, options?: RequestOptions) =>
      client.get(`/ai/actor-mcp-servers${queryOf({ actor_id: id })}`, options),
    /** Begins a consent. The browser of the end user opens `auth_url`. */
    connect: (id: string, serverId: string, options?: RequestOptions) =>
      client.post(`/ai/actor-mcp-servers/${segment(serverId)}/connect${queryOf({ actor_id: id })}`, undefined, options),
    /** Revokes and forgets the account at this server. */
    disconnect: (id: string, serverId: string, options?: RequestOptions) =>
      client.post(
        `/ai/actor-mcp-servers/${segment(serverId)}/disconnect${queryOf({ actor_id: id })}`,
        undefined,
        options,
      ),
  };
}
