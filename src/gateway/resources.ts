/** Whose resource a URI is: listed by one upstream, or of the form of one member's template. */
import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';
import type { Gateway } from './gateway.ts';
import type { Upstream } from './upstream.ts';
import { fitsTemplate } from './uri-template.ts';

/** Throws the error of the protocol for a URI that is nobody's, or that two upstreams claim. */
export async function upstreamOfResource(gateway: Gateway, uri: string): Promise<Upstream> {
  const resources = await gateway.catalog('resources');
  const listed = resources.byName.get(uri);
  if (listed) return listed.upstream;
  const conflict = resources.conflicts.find(({ name }) => name === uri);
  if (conflict)
    throw claimed(
      uri,
      conflict.tools.map(({ server }) => server),
    );
  const templates = await gateway.catalog('resourceTemplates');
  const owners = [...templates.byName.values()]
    .filter(({ name }) => fitsTemplate(name, uri))
    .map(({ upstream }) => upstream);
  const [owner] = owners;
  if (owner && owners.every((each) => each === owner)) return owner;
  if (owner) throw claimed(uri, [...new Set(owners)]);
  const upstreams = (await gateway.upstreams()).filter(({ lists }) => lists.resources.failure === undefined);
  // A server may have resources that it does not list; when it is alone, it can say so itself.
  const [only, ...others] = upstreams;
  if (only && others.length === 0) return only;
  throw new ProtocolError(ProtocolErrorCode.InvalidParams, `There is no resource ${uri}.`, { uri });
}

function claimed(uri: string, upstreams: readonly Upstream[]): ProtocolError {
  const names = upstreams.map(({ server }) => server.name).join(' and ');
  return new ProtocolError(ProtocolErrorCode.InvalidParams, `${uri} is claimed by ${names}, so it is not served.`, {
    uri,
  });
}
