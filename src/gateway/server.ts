/** One client's view of the gateway: an MCP server target answers come from the upstreams. */
import { Server, type ServerContext } from '@modelcontextprotocol/server';
import { IMPLEMENTATION } from '../mcp/open-session.ts';
import { toolCalls } from './call-tool.ts';
import { requestIn } from './client-request.ts';
import { findInCatalog } from './find-in-catalog.ts';
import { forward } from './forward.ts';
import type { Gateway } from './gateway.ts';
import { upstreamOfResource } from './resources.ts';
import type { ListName, Lists, Upstream } from './upstream.ts';

const CHANGES = { listChanged: true };
const CAPABILITIES = {
  tools: CHANGES,
  prompts: CHANGES,
  resources: { ...CHANGES, subscribe: true },
  completions: {},
  logging: {},
};

export function createServer(gateway: Gateway): Server {
  const server = new Server(IMPLEMENTATION, { capabilities: CAPABILITIES });

  const items = async <Name extends ListName>(list: Name): Promise<Lists[Name][]> => {
    const { byName } = await gateway.catalog(list);
    return [...byName.values()].map(({ item, name }) =>
      list === 'tools' || list === 'prompts' ? { ...item, name } : item,
    );
  };
  server.setRequestHandler('tools/list', async () => ({ tools: await items('tools') }));
  server.setRequestHandler('prompts/list', async () => ({ prompts: await items('prompts') }));
  server.setRequestHandler('resources/list', async () => ({ resources: await items('resources') }));
  server.setRequestHandler('resources/templates/list', async () => ({
    resourceTemplates: await items('resourceTemplates'),
  }));

  const { call } = toolCalls(gateway);
  server.setRequestHandler('tools/call', ({ params }, context) => call(params, requestIn(server, context)) as never);
  const passed = (upstream: Upstream, params: Record<string, unknown>, context: ServerContext) =>
    forward(gateway, upstream, params, requestIn(server, context)).catch(gateway.failures.request);
  server.setRequestHandler('prompts/get', async ({ params }, context) => {
    const { upstream, item } = await findInCatalog(gateway, 'prompts', params.name);
    return (await passed(upstream, { ...params, name: item.name }, context)) as never;
  });
  server.setRequestHandler('resources/read', async ({ params }, context) => {
    const upstream = await upstreamOfResource(gateway, params.uri);
    return (await passed(upstream, params, context)) as never;
  });
  server.setRequestHandler('completion/complete', async ({ params }, context) => {
    const { ref } = params;
    if (ref.type === 'ref/resource') {
      const upstream = await upstreamOfResource(gateway, ref.uri);
      return (await passed(upstream, params, context)) as never;
    }
    const { upstream, item } = await findInCatalog(gateway, 'prompts', ref.name);
    const own = { ...params, ref: { ...ref, name: item.name } };
    return (await passed(upstream, own, context)) as never;
  });
  const subscriptions = new Map<string, () => void>();
  const stop = (uri: string) => {
    subscriptions.get(uri)?.();
    subscriptions.delete(uri);
  };
  server.setRequestHandler('resources/subscribe', async ({ params: { uri } }) => {
    const upstream = await upstreamOfResource(gateway, uri);
    const updated = () => void server.sendResourceUpdated({ uri }).catch(() => {});
    const stopTelling = await gateway.subscribe(upstream, uri, updated).catch(gateway.failures.request);
    stop(uri);
    subscriptions.set(uri, stopTelling);
    return {};
  });
  server.setRequestHandler('resources/unsubscribe', ({ params: { uri } }) => {
    stop(uri);
    return {};
  });
  server.onclose = () => [...subscriptions.keys()].forEach(stop);
  return server;
}
