/** Sends one request to each endpoint that a connection needs. */
import { discoverAuthorization } from '../../oauth/discovery.ts';
import type { Evidence } from '../../oauth/document.ts';
import { probeServer } from '../../oauth/probe.ts';
import type { Fetch, Ports } from '../../ports/index.ts';
import { discovererTowards } from '../../providers/discover-provider.ts';
import type { EndpointName, Provider } from '../../records.ts';
import { Refusal } from '../../refusal.ts';
import { type Checkup, refused } from './check.ts';
import type { Clocks } from './clocks.ts';

/** A server with its provider, or a provider without a server. */
export interface Destination {
  readonly name: string;
  readonly url?: string;
  readonly provider?: Provider;
  /** Whether an authorization server issues its tokens. */
  readonly isOAuth: boolean;
}

export interface ProbedEndpoint {
  readonly url: string;
  readonly checkup: Checkup;
}

const ENDPOINTS: readonly EndpointName[] = ['authorization', 'token', 'registration', 'revocation'];
const ANSWER_MILLISECONDS = 10_000;

/** Probes the endpoints of a destination in their order, as far as discovery finds them. Never throws a refusal. */
export async function probeEndpoints(
  destination: Destination,
  clocks: Clocks,
  ports: Pick<Ports, 'network' | 'clock'>,
): Promise<ProbedEndpoint[]> {
  const { name, url, provider, isOAuth } = destination;
  const probed: ProbedEndpoint[] = [];
  const given = endpointsOf(provider);
  const towards = url ?? given.token ?? given.authorization;
  if (towards === undefined) return [];
  const { fetch, stream } = discovererTowards(towards, ports);
  const discoverer = {
    clock: ports.clock,
    fetch: clocks.watch(fetch),
    stream: clocks.watch(stream),
    observe: (evidence: Evidence) => probed.push(probedIn(evidence, destination)),
  };
  let endpoints = given;
  if (url !== undefined) {
    try {
      const probe = await probeServer(url, discoverer);
      if (isOAuth && probe.requiresAuth !== false) {
        const { server } = await discoverAuthorization(url, discoverer, {
          storedIssuer: provider?.issuer,
          known: probe,
        });
        endpoints = { ...server.endpoints, ...given };
      }
    } catch (thrown) {
      const place = probed.length === 0 ? 'MCP endpoint' : 'discovery';
      probed.push({ url, checkup: refused(`${place} of ${name}`, 'network', thrown) });
    }
  }
  const asked = ENDPOINTS.flatMap((each) => (endpoints[each] ? [{ endpoint: each, at: endpoints[each] }] : []));
  const ask = askWith(discoverer.stream, ports);
  const answers = asked.map(({ endpoint, at }) => ask(`${endpoint} endpoint of ${name}`, at));
  return [...probed, ...(await Promise.all(answers))];
}

function endpointsOf(provider: Provider | undefined): Partial<Record<EndpointName, string>> {
  const endpoints = Object.entries(provider?.endpoints ?? {}) as [EndpointName, { value: string }][];
  return Object.fromEntries(endpoints.map(([name, { value }]) => [name, value]));
}

function probedIn({ method, url, status, conclusion }: Evidence, destination: Destination): ProbedEndpoint {
  const place = placeOf(url, destination);
  const result = status >= 500 || status === 429 ? 'failed' : 'ok';
  const finding = `${method} ${url} answered with ${status}. ${conclusion}`;
  return { url, checkup: { name: `${place} of ${destination.name}`, area: 'network', result, finding } };
}

function placeOf(url: string, destination: Destination): string {
  if (url === destination.url) return 'MCP endpoint';
  return url.includes('/.well-known/oauth-protected-resource') || url.startsWith(destination.url ?? ' ')
    ? 'resource metadata'
    : 'issuer';
}

/** Any response shows that the endpoint is there. A request without parameters gets an error, and changes nothing. */
function askWith(stream: Fetch, { clock }: Pick<Ports, 'clock'>) {
  return async (name: string, url: string): Promise<ProbedEndpoint> => {
    try {
      const { status, body } = await stream(url, { signal: clock.timeout(ANSWER_MILLISECONDS) });
      await body?.cancel();
      const finding = `GET ${url} answered with ${status}.`;
      const hasFailed = status >= 500 && status !== 501;
      const next = hasFailed ? 'It is the provider that fails: ask whoever runs it, or try again later.' : undefined;
      return { url, checkup: { name, area: 'network', result: hasFailed ? 'warning' : 'ok', finding, next } };
    } catch (thrown) {
      if (thrown instanceof Refusal) return { url, checkup: refused(name, 'network', thrown) };
      throw thrown;
    }
  };
}
