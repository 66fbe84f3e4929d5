/** Finds the server that a resource belongs to: the server that lists it, or whose template fits its URI. */
import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';
import type { Catalog } from './catalog.ts';
import type { Upstream } from './upstream.ts';
import { fitsTemplate } from './uri-template.ts';

/** @throws ProtocolError when no server has the resource, or several claim it */
export async function upstreamOfResource(catalog: Catalog, uri: string): Promise<Upstream> {
  const resources = await catalog.items('resources');
  const listed = resources.byName.get(uri);
  if (listed) return listed.upstream;
  const conflict = resources.conflicts.find(({ name }) => name === uri);
  if (conflict) {
    const claimants = conflict.tools.map(({ server }) => server);
    throw claimedBySeveral(uri, claimants);
  }
  const templates = await catalog.items('resourceTemplates');
  const owners = [...templates.byName.values()]
    .filter(({ name }) => fitsTemplate(name, uri))
    .map(({ upstream }) => upstream);
  const [owner] = owners;
  if (owner && owners.every((each) => each === owner)) return owner;
  if (owner) throw claimedBySeveral(uri, [...new Set(owners)]);
  const answering = (await catalog.upstreams()).filter(({ lists }) => lists.resources.failure === undefined);
  // A server may have resources that it does not list. When it is the only one, it can say itself that it has none.
  const [only, ...others] = answering;
  if (only && others.length === 0) return only;
  throw new ProtocolError(ProtocolErrorCode.InvalidParams, `There is no resource ${uri}.`, { uri });
}

function claimedBySeveral(uri: string, upstreams: readonly Upstream[]): ProtocolError {
  const names = upstreams.map(({ server }) => server.name).join(' and ');
  return new ProtocolError(ProtocolErrorCode.InvalidParams, `${uri} is claimed by ${names}, so it is not served.`, {
    uri,
  });
}
