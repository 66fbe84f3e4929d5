/** `doctor --net`: checks everything between this machine and the servers that it talks to. */
import { isWebAddress } from '../../oauth/web-address.ts';
import type { Ports, Scope } from '../../ports/index.ts';
import { resolveTarget, type ToolServer, toolServers } from '../../targets.ts';
import { portCheckups } from './callbacks.ts';
import { type Checkup, examined } from './check.ts';
import { compareClocks } from './clocks.ts';
import { certificateCheckups, wayCheckups } from './network-path.ts';
import { type Destination, probeEndpoints } from './probe-endpoints.ts';

export type NetworkDoctorPorts = Pick<Ports, 'state' | 'network' | 'networkPath' | 'redirects' | 'clock'>;

/**
 * @param target A collection, provider or server, or the URL of a server. Without one, every server of the project.
 * @throws Refusal `target-unknown` and `target-ambiguous`.
 */
export async function networkCheckups(
  target: string | undefined,
  scope: Scope,
  ports: NetworkDoctorPorts,
): Promise<Checkup[]> {
  const destinations = await destinationsOf(target, scope, ports);
  const clocks = compareClocks(ports.clock);
  const probes = destinations.map(async (destination) => {
    const probed = await probeEndpoints(destination, clocks, ports);
    const urls = [destination.url, ...probed.map(({ url }) => url)].filter((url) => url !== undefined);
    const ways = urls[0] === undefined ? [] : await wayCheckups(urls, urls[0], ports);
    return [...ways, ...probed.map(({ checkup }) => checkup)];
  });
  const found = (await Promise.all(probes)).flat();
  const providers = destinations.flatMap(({ provider }) => provider ?? []);
  return [
    ...(await examined('extra certificates', 'machine', () => certificateCheckups(ports))),
    ...(await portCheckups([...new Map(providers.map((each) => [each.id, each])).values()], ports)),
    // Several servers share a host, and an authorization server.
    ...new Map([...found, ...clocks.checkups()].map((each) => [JSON.stringify(each), each])).values(),
  ];
}

async function destinationsOf(
  target: string | undefined,
  scope: Scope,
  { state }: Pick<Ports, 'state'>,
): Promise<Destination[]> {
  if (target === undefined) return (await toolServers(scope.project, state)).map(destinationOf);
  if (isWebAddress(target)) return [{ name: new URL(target).host, url: target, isOAuth: true }];
  const found = await resolveTarget(target, scope, state);
  if (found.kind === 'server') return [destinationOf(found.server)];
  if (found.servers.length > 0) return found.servers.map(destinationOf);
  return [{ name: found.provider.name, provider: found.provider, isOAuth: true }];
}

function destinationOf({ name, url, access }: ToolServer): Destination {
  switch (access.via) {
    case 'provider':
      return { name, url, provider: access.provider, isOAuth: true };
    case 'discovery':
      return { name, url, isOAuth: true };
    default:
      return { name, url, isOAuth: false };
  }
}
