/**
 * Finds the server that a resource belongs to. A URI has no namespace, and any server can name any URI, so a read goes only to
 * a server that lists the URI, has given it to a client, or has the only template that is made for it. Otherwise the client has
 * to say which server it means.
 */
import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';
import type { Catalog } from './catalog.ts';
import type { ResourceLinks } from './resource-links.ts';
import type { Upstream } from './upstream.ts';
import { fitsTemplate, hasLiteralAuthority } from './uri-template.ts';

/** The key in `_meta` by which a client names the server of a resource. */
export const SERVER_META_KEY = 'mcpctl/server';

export interface ResourceSources {
  readonly catalog: Catalog;
  readonly links: Pick<ResourceLinks, 'serversOf'>;
}

/**
 * `server` is the name that the client has given, if any.
 *
 * @throws ProtocolError when no server has the resource, or several may have it
 */
export async function upstreamOfResource(
  { catalog, links }: ResourceSources,
  uri: string,
  server?: unknown,
): Promise<Upstream> {
  const upstreams = await catalog.upstreams();
  if (server !== undefined) return named(server, uri, upstreams);
  const resources = await catalog.items('resources');
  const listed = resources.byName.get(uri);
  if (listed) return listed.upstream;
  const conflict = resources.conflicts.find(({ name }) => name === uri);
  if (conflict)
    throw sayWhich(
      uri,
      'Several servers list it',
      conflict.tools.map((each) => each.server),
    );
  const templates = await catalog.items('resourceTemplates');
  // Completion names the template itself.
  const itself = templates.byName.get(uri);
  if (itself) return itself.upstream;
  const fitting = [...templates.byName.values()].filter(
    ({ name }) => hasLiteralAuthority(name) && fitsTemplate(name, uri),
  );
  const linking = links.serversOf(uri);
  const owners = new Set([
    ...fitting.map(({ upstream }) => upstream),
    ...upstreams.filter(({ server: { name } }) => linking.has(name)),
  ]);
  const [owner, ...others] = owners;
  if (owner && others.length === 0) return owner;
  if (owner) throw sayWhich(uri, 'Several servers may have it', [...owners]);
  const answering = upstreams.filter(({ lists }) => lists.resources.failure === undefined);
  // A server may have resources that it does not list. When it is the only one, it can say itself that it has none.
  const [only, ...more] = answering;
  if (only && more.length === 0) return only;
  throw sayWhich(uri, 'No server lists it, has given it to a client, or has a template for it', answering);
}

function named(server: unknown, uri: string, upstreams: readonly Upstream[]): Upstream {
  const found = upstreams.find((upstream) => upstream.server.name === server);
  if (found) return found;
  throw sayWhich(uri, `There is no server ${String(server)}`, upstreams);
}

function sayWhich(uri: string, why: string, upstreams: readonly Upstream[]): ProtocolError {
  const servers = upstreams.map(({ server }) => server.name);
  const message = `It is not known which server has ${uri}. ${why}. Name one in _meta["${SERVER_META_KEY}"]: ${servers.join(', ')}`;
  return new ProtocolError(ProtocolErrorCode.InvalidParams, message, { uri, servers });
}
