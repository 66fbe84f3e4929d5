/** `/ai/mcp-servers` of seeds/000: discover, create, list, read, change and delete servers. */
import { deletedServerDocument } from '../../documents/server.ts';
import type { JsonObject } from '../../json-object.ts';
import {
  serverCreate,
  serverDelete,
  serverDiscover,
  serverPage,
  serverShow,
  serverUpdate,
} from '../../operations/server.ts';
import { type AnyRoute, route } from '../route.ts';
import { discoveryBody } from './discovery-body.ts';
import { PAGE_QUERY, pageIn, pageOf } from './page.ts';
import { createdServerBody, patchIn, serverBody, settingsIn } from './server-body.ts';
import { checkMatch, serverOf, tagOf } from './things.ts';

const ignoring = { unknownMembers: 'ignored' } as const;

export const serverRoutes: readonly AnyRoute[] = [
  route({
    ...ignoring,
    method: 'POST',
    path: '/ai/mcp-servers/discover',
    operation: serverDiscover,
    summary: 'Says what authorization an MCP server wants. Stores nothing.',
    body: 'DiscoverInput',
    response: 'Discovery',
    input: ({ body }) => ({ url: String(body.endpoint) }),
    answer: discoveryBody,
  }),
  route({
    ...ignoring,
    method: 'POST',
    path: '/ai/mcp-servers',
    operation: serverCreate,
    summary: 'Creates an MCP server. What is left out is discovered, and a client is registered where none is given.',
    body: 'ServerInput',
    response: 'CreatedServer',
    input: ({ body }) => ({ settings: settingsIn(body) }),
    answer: createdServerBody,
    headers: ({ server }) => ({ etag: tagOf(server) }),
  }),
  route({
    ...ignoring,
    method: 'GET',
    path: '/ai/mcp-servers',
    operation: serverPage,
    summary: 'Lists the MCP servers of the project, newest first.',
    query: PAGE_QUERY,
    response: 'Servers',
    input: ({ query }) => pageIn(query),
    answer: ({ servers, total }, { query }) => pageOf(servers.map(serverBody), total, pageIn(query)),
  }),
  route({
    ...ignoring,
    method: 'GET',
    path: '/ai/mcp-servers/{id}',
    operation: serverShow,
    summary: 'Returns one MCP server, without its secrets.',
    response: 'Server',
    input: async ({ params, ...request }) => ({ name: (await serverOf(params.id ?? '', request)).server.name }),
    answer: serverBody,
    headers: ({ server }) => ({ etag: tagOf(server) }),
  }),
  route({
    ...ignoring,
    method: 'PATCH',
    path: '/ai/mcp-servers/{id}',
    operation: serverUpdate,
    summary: 'Changes an MCP server (RFC 7396). What ends with the change has to be confirmed.',
    body: 'ServerPatch',
    response: 'Server',
    query: { confirm: { description: 'The digest of what would end, as the 409 names it.' } },
    input: async (request) => {
      const shown = await serverOf(request.params.id ?? '', request);
      checkMatch(shown.server, request);
      return { name: shown.server.name, patch: patchIn(request.body, shown), confirmsDropped: true };
    },
    answer: serverBody,
    headers: ({ server }) => ({ etag: tagOf(server) }),
  }),
  route({
    ...ignoring,
    method: 'DELETE',
    path: '/ai/mcp-servers/{id}',
    operation: serverDelete,
    summary: 'Deletes an MCP server, revokes its tokens and deletes the client that was registered for it.',
    query: { dry_run: { description: 'With true, nothing is deleted: the answer says what would end.' } },
    response: 'DeletedServer',
    agreed: ({ digest, consequences }) => ({ success: false, would_end: { digest, consequences } }),
    input: async ({ params, ...request }) => {
      const { server } = await serverOf(params.id ?? '', request);
      checkMatch(server, request);
      return { name: server.name };
    },
    answer: (deleted) => {
      const { outcome: _outcome, ...rest } = deletedServerDocument(deleted) as JsonObject;
      return { success: true, ...rest };
    },
  }),
];
