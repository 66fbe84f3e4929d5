/** The MCP server that one client talks to. Its answers come from the upstream servers. */
import { Server, type ServerContext } from '@modelcontextprotocol/server';
import { IMPLEMENTATION } from '../mcp/open-session.ts';
import { toolCalls } from './call-tool.ts';
import { clientRequest } from './client-request.ts';
import { findInCatalog } from './find-in-catalog.ts';
import { SERVER_META_KEY, upstreamOfResource } from './find-resource.ts';
import type { GatewayView } from './gateway.ts';
import type { ListName, Lists, Upstream } from './upstream.ts';

const CHANGES = { listChanged: true };
const CAPABILITIES = {
  tools: CHANGES,
  prompts: CHANGES,
  resources: { ...CHANGES, subscribe: true },
  completions: {},
  logging: {},
};

export function createServer(view: Omit<GatewayView, 'forAgent'>): Server {
  const { catalog, forwarder, failures } = view;
  const server = new Server(IMPLEMENTATION, { capabilities: CAPABILITIES });

  const items = async <Name extends ListName>(list: Name): Promise<Lists[Name][]> => {
    const { byName } = await catalog.items(list);
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

  const { call } = toolCalls(view);
  server.setRequestHandler(
    'tools/call',
    ({ params }, context) => call(params, clientRequest(server, context)) as never,
  );
  const forward = (upstream: Upstream, params: Record<string, unknown>, context: ServerContext) =>
    forwarder.forward({ upstream, params, request: clientRequest(server, context) }).catch(failures.throwProtocolError);
  server.setRequestHandler('prompts/get', async ({ params }, context) => {
    const { upstream, item } = await findInCatalog(view, 'prompts', params.name);
    return (await forward(upstream, { ...params, name: item.name }, context)) as never;
  });
  server.setRequestHandler('resources/read', async ({ params }, context) => {
    const upstream = await upstreamOfResource(view, params.uri, params._meta?.[SERVER_META_KEY]);
    return (await forward(upstream, params, context)) as never;
  });
  server.setRequestHandler('completion/complete', async ({ params }, context) => {
    const { ref } = params;
    if (ref.type === 'ref/resource') {
      const upstream = await upstreamOfResource(view, ref.uri, params._meta?.[SERVER_META_KEY]);
      return (await forward(upstream, params, context)) as never;
    }
    const { upstream, item } = await findInCatalog(view, 'prompts', ref.name);
    const ownParams = { ...params, ref: { ...ref, name: item.name } };
    return (await forward(upstream, ownParams, context)) as never;
  });
  handleSubscriptions(server, view);
  return server;
}

/** Subscriptions in the manner of 2025: by request, until the session ends. */
function handleSubscriptions(
  server: Server,
  { catalog, links, failures, notifications }: Pick<GatewayView, 'catalog' | 'links' | 'failures' | 'notifications'>,
): void {
  const subscriptions = new Map<string, () => void>();
  const unsubscribe = (uri: string) => {
    subscriptions.get(uri)?.();
    subscriptions.delete(uri);
  };
  server.setRequestHandler('resources/subscribe', async ({ params: { uri, _meta } }) => {
    const upstream = await upstreamOfResource({ catalog, links }, uri, _meta?.[SERVER_META_KEY]);
    const onUpdated = () => void server.sendResourceUpdated({ uri }).catch(() => {});
    const stop = await notifications.subscribe(upstream, uri, onUpdated).catch(failures.throwProtocolError);
    unsubscribe(uri);
    subscriptions.set(uri, stop);
    return {};
  });
  server.setRequestHandler('resources/unsubscribe', ({ params: { uri } }) => {
    unsubscribe(uri);
    return {};
  });
  server.onclose = () => [...subscriptions.keys()].forEach(unsubscribe);
}
