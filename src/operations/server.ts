/** MCP servers that a person has made, and the list of all servers of a project. */
import { discoveredDocument } from '../documents/discovered.ts';
import { deletedServerDocument, serverDocument, serversDocument } from '../documents/server.ts';
import type { Page } from '../ports/index.ts';
import { type Discovered, discover } from '../providers/discover.ts';
import { checkedUrl } from '../providers/url-target.ts';
import { type ToolServer, toolServers } from '../targets.ts';
import { type DeletedServer, type DeleteServerInput, deleteServer } from '../usecases/servers/delete-server.ts';
import type { MadeServer } from '../usecases/servers/make-server.ts';
import {
  type CreateServerInput,
  createServer,
  pageOfServers,
  type ServerPage,
  showServer,
} from '../usecases/servers/server.ts';
import { type UpdateServerInput, updateServer } from '../usecases/servers/update-server.ts';
import { NO_ROUTE_YET, type Operation, scopeOf } from './operation.ts';

const common = { subject: () => ({ kind: 'project' }) as const, secrets: [] };
/** A fixed token, header values and a client secret. */
const withSecrets = {
  ...common,
  secrets: ['/settings/config/auth/auth_token', '/settings/config/auth/client_secret', '/settings/config/headers'],
} as const;

export const serverCreate: Operation<CreateServerInput, MadeServer> = {
  ...withSecrets,
  name: 'server.create',
  right: 'catalog.change',
  effect: 'goes-out',
  where: { command: 'server create', route: { method: 'POST', path: '/ai/mcp-servers' }, remote: true },
  run: (input, { caller, ports }) => createServer(input, scopeOf(caller), ports),
  document: serverDocument,
};

export const serverUpdate: Operation<UpdateServerInput, MadeServer> = {
  ...withSecrets,
  name: 'server.update',
  right: 'catalog.change',
  effect: 'goes-out',
  where: { command: 'server update', route: { method: 'PATCH', path: '/ai/mcp-servers/{id}' }, remote: true },
  run: (input, { caller, ports }) => updateServer(input, scopeOf(caller), ports),
  document: serverDocument,
};

export const serverShow: Operation<{ readonly name: string }, MadeServer> = {
  ...common,
  name: 'server.show',
  right: 'catalog.read',
  effect: 'reads',
  where: { command: 'server show', route: { method: 'GET', path: '/ai/mcp-servers/{id}' }, remote: true },
  run: ({ name }, { caller, ports }) => showServer(name, scopeOf(caller), ports),
  document: serverDocument,
};

export const serverList: Operation<object, { readonly servers: readonly ToolServer[] }> = {
  ...common,
  name: 'server.list',
  right: 'catalog.read',
  effect: 'reads',
  where: { command: 'server list', route: NO_ROUTE_YET, remote: true },
  run: async (_input, { caller, ports }) => ({ servers: await toolServers(caller.project, ports.state) }),
  document: ({ servers }) => serversDocument(servers),
};

export const serverPage: Operation<Page, ServerPage> = {
  ...common,
  name: 'server.page',
  right: 'catalog.read',
  effect: 'reads',
  where: {
    command: { not: '`server list` shows all of them.' },
    route: { method: 'GET', path: '/ai/mcp-servers' },
    remote: true,
  },
  run: (page, { caller, ports }) => pageOfServers(page, scopeOf(caller), ports),
  document: ({ servers, total }) => ({ servers: servers.map(serverDocument), total }),
};

export const serverDiscover: Operation<{ readonly url: string }, Discovered> = {
  ...common,
  name: 'server.discover',
  right: 'catalog.discover',
  effect: 'goes-out',
  where: { command: 'discover', route: { method: 'POST', path: '/ai/mcp-servers/discover' }, remote: true },
  run: ({ url }, { ports }) => discover(checkedUrl(url), ports),
  document: discoveredDocument,
};

export const serverDelete: Operation<DeleteServerInput, DeletedServer> = {
  ...common,
  name: 'server.delete',
  right: 'catalog.change',
  effect: 'goes-out',
  where: { command: 'server delete', route: { method: 'DELETE', path: '/ai/mcp-servers/{id}' }, remote: true },
  run: (input, { caller, ports }) => deleteServer(input, scopeOf(caller), ports),
  document: deletedServerDocument,
};
