/** The gateway over Streamable HTTP: everything at `/mcp`, what an agent may use at `/mcp/AGENT`; and its metrics. */
import { type HintText, hint } from '../next-step.ts';
import type { Site } from '../ports/index.ts';
import { createEndpoint, type Endpoint } from './endpoint.ts';
import type { Gateway } from './gateway.ts';
import type { Metrics } from './metrics.ts';

export const PATH = '/mcp';
const METRICS_PATH = '/metrics';

export interface HttpGateway extends Pick<Site, 'tryHandle' | 'handle'> {
  close(): Promise<void>;
}

export function createHttpGateway(gateway: Gateway, metrics: Metrics, text: HintText): HttpGateway {
  const everything = createEndpoint(gateway);
  const endpoints = new Map<string, Endpoint>();

  /** Of an agent that is there. */
  const endpointOf = async (agent: string): Promise<Endpoint | undefined> => {
    const known = endpoints.get(agent);
    if (await gateway.hasAgent(agent)) {
      const endpoint = known ?? endpoints.get(agent) ?? createEndpoint(gateway.forAgent(agent));
      endpoints.set(agent, endpoint);
      return endpoint;
    }
    endpoints.delete(agent);
    await known?.close();
    return undefined;
  };

  return {
    async tryHandle(posted) {
      if (posted.path === PATH) return everything.tryHandle(posted);
      const agent = agentAt(posted.path);
      const endpoint = agent === undefined ? undefined : await endpointOf(agent);
      return endpoint?.tryHandle(posted) ?? false;
    },
    async handle(request) {
      const { pathname } = new URL(request.url);
      if (pathname === PATH) return everything.handle(request);
      if (pathname === METRICS_PATH && request.method === 'GET') return metrics.page(await gateway.upstreams());
      const agent = agentAt(pathname);
      if (agent === undefined) return notFound(`Clients are served at ${PATH} and at ${PATH}/AGENT.`);
      const endpoint = await endpointOf(agent);
      if (endpoint) return endpoint.handle(request);
      return notFound(text(hint`There is no agent called ${agent}: ${{ do: 'list', what: 'agent' }}`));
    },
    async close() {
      await Promise.all([everything, ...endpoints.values()].map((endpoint) => endpoint.close()));
    },
  };
}

function agentAt(path: string): string | undefined {
  return /^\/mcp\/([^/?]+)$/.exec(path)?.[1];
}

function notFound(message: string): Response {
  return Response.json({ jsonrpc: '2.0', id: null, error: { code: -32_000, message } }, { status: 404 });
}
