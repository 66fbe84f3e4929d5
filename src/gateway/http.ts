/**
 * The gateway over Streamable HTTP: everything at `/mcp`, what an agent may use at `/mcp/AGENT`, and metrics at `/metrics`.
 * Every request is authorized here, before its path is looked at, so that a new path or a new listener refuses strangers
 * without doing anything for it. Only the public pages answer a request that has no token and nothing else against it.
 */
import { canParseUrl } from '../can-parse-url.ts';
import { type HintText, hint } from '../next-step.ts';
import type { Admission, HttpSite, RequestHead } from '../ports/index.ts';
import type { AuthorizeRequest } from './authorize-request.ts';
import { createEndpoint, type Endpoint, type EndpointOptions } from './endpoint.ts';
import type { GatewayView } from './gateway.ts';
import type { Metrics } from './metrics.ts';
import { createPublicPages } from './public-pages.ts';

export const PATH = '/mcp';
const METRICS_PATH = '/metrics';

export interface HttpGatewayOptions extends Pick<EndpointOptions, 'clock' | 'fastPaths'> {
  readonly authorize: AuthorizeRequest;
  /** What is served at `/mcp`, and whose part is served at `/mcp/AGENT`. */
  readonly view: GatewayView;
  readonly hasAgent: (name: string) => Promise<boolean>;
  readonly metrics: Pick<Metrics, 'page'>;
  readonly hintText: HintText;
}

export interface HttpGateway extends HttpSite {
  close(): Promise<void>;
}

export function createHttpGateway(options: HttpGatewayOptions): HttpGateway {
  const { authorize, view, hasAgent, metrics, hintText, ...rest } = options;
  const everything = createEndpoint({ ...rest, view });
  const ofAgents = new Map<string, Endpoint>();

  /** Undefined when there is no such agent. The endpoint of an agent that is gone is closed. */
  const endpointOf = async (agent: string): Promise<Endpoint | undefined> => {
    const known = ofAgents.get(agent);
    if (await hasAgent(agent)) {
      const endpoint = known ?? ofAgents.get(agent) ?? createEndpoint({ ...rest, view: view.forAgent(agent) });
      ofAgents.set(agent, endpoint);
      return endpoint;
    }
    ofAgents.delete(agent);
    await known?.close();
    return undefined;
  };

  const publicPage = createPublicPages({
    isReady: async () => {
      await view.catalog.upstreams();
      return true;
    },
  });

  const route = async (head: RequestHead): Promise<Admission> => {
    const path = pathOf(head);
    if (path === PATH) return { handler: everything.handler(head) };
    if (path === METRICS_PATH && head.method === 'GET') {
      return { response: await metrics.page(await view.catalog.upstreams()) };
    }
    const [, agent] = /^\/mcp\/([^/]+)$/.exec(path) ?? [];
    if (agent === undefined) return notFound(`Clients are served at ${PATH} and at ${PATH}/AGENT.`);
    const endpoint = await endpointOf(agent);
    if (endpoint) return { handler: endpoint.handler(head) };
    return notFound(hintText(hint`There is no agent called ${agent}: ${{ do: 'list', what: 'agent' }}`));
  };

  const publicAdmission = async (head: RequestHead): Promise<Admission | undefined> => {
    const response = await publicPage(pathOf(head), head);
    return response && { response, isPublic: true };
  };

  return {
    async admit(head) {
      const authorization = await authorize(head);
      if (!('refused' in authorization)) return (await publicAdmission(head)) ?? route(head);
      const { refused } = authorization;
      return (refused.status === 401 && (await publicAdmission(head))) || { response: refused };
    },
    async close() {
      await Promise.all([everything, ...ofAgents.values()].map((endpoint) => endpoint.close()));
    },
  };
}

/** The path without its query, normalized as in a URL. */
function pathOf({ path }: RequestHead): string {
  if (path === PATH) return path;
  const base = 'http://gateway';
  return canParseUrl(`${base}${path}`) ? new URL(`${base}${path}`).pathname : path;
}

function notFound(message: string): Admission {
  const body = { jsonrpc: '2.0', id: null, error: { code: -32_000, message } };
  return { response: Response.json(body, { status: 404 }) };
}
