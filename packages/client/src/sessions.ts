/** Sessions of end users. A backend makes tickets; whoever has the token of a session connects accounts with it. */
import { queryOf, segment } from './address.ts';
import type { components } from './api.ts';
import type { McpctlClient } from './client.ts';
import type { Query } from './paths.ts';
import type { RequestOptions } from './send.ts';

type Schemas = components['schemas'];

export function sessionsOf(client: McpctlClient) {
  return {
    /** A ticket begins one session, once. */
    createTicket: (body: Schemas['TicketInput'], options?: RequestOptions) =>
      client.post('/session/tickets', body, options),
    exchange: (body: Schemas['ExchangeInput'], options?: RequestOptions) =>
      client.post('/session/ticket/exchange', body, options),
    /** Whose session this is, and which agents it opens. */
    get: (options?: RequestOptions) => client.get('/agent/session', options),
    /** All servers of an agent, and how the end user stands with each. */
    servers: (agentName: string, options?: RequestOptions) =>
      client.get(`/agent/mcp-servers${queryOf({ agent_name: agentName })}`, options),
    /** Begins a consent. The page opens `oauth_url` in a window. */
    connect: (agentName: string, serverId: string, body?: Schemas['ConnectInput'], options?: RequestOptions) =>
      client.post(
        `/agent/mcp-servers/${segment(serverId)}/connect${queryOf({ agent_name: agentName })}`,
        body,
        options,
      ),
    /** Revokes and forgets the account at this server. */
    disconnect: (agentName: string, serverId: string, options?: RequestOptions) =>
      client.post(
        `/agent/mcp-servers/${segment(serverId)}/disconnect${queryOf({ agent_name: agentName })}`,
        undefined,
        options,
      ),
    /** Where a consent stands; with `wait`, when that changes. */
    connectState: (connectId: string, query?: Query<'/agent/connects/{id}', 'get'>, options?: RequestOptions) =>
      client.get(`/agent/connects/${segment(connectId)}${queryOf(query)}`, options),
    /** Proves that whoever finished a consent is who began it. */
    confirm: (connectId: string, body: Schemas['ConfirmInput'], options?: RequestOptions) =>
      client.post(`/agent/connects/${segment(connectId)}/confirm`, body, options),
  };
}
