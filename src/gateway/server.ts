/** The MCP server that one client talks to. Its answers come from the upstream servers. */
import { Server, type ServerContext } from '@modelcontextprotocol/server';
import { IMPLEMENTATION } from '../mcp/open-session.ts';
import type { CallMethod } from './call-observer.ts';
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
  const { catalog, forwarder, observers } = view;
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
  const forward = (what: Forwarding, context: ServerContext) => {
    const request = clientRequest(server, context);
    const { client, meta, signal } = request;
    const { method, name, given } = what;
    const started = { method, name, arguments: given, client, meta };
    return observers.observe(started, signal, async (observed) => {
      const { upstream, params, ownName } = await what.find();
      await observed.setTarget({ server: upstream.server.name, tool: ownName });
      return forwarder.forward({ upstream, params, request, meta: observed.meta });
    }) as never;
  };
  const findPrompt = async (name: string) => findInCatalog(view, 'prompts', name);
  server.setRequestHandler('prompts/get', ({ params }, context) => {
    const find = async () => {
      const { upstream, item } = await findPrompt(params.name);
      return { upstream, params: { ...params, name: item.name }, ownName: item.name };
    };
    return forward({ method: 'prompts/get', name: params.name, given: params.arguments, find }, context);
  });
  server.setRequestHandler('resources/read', ({ params }, context) => {
    const find = async () => ({
      upstream: await upstreamOfResource(view, params.uri, params._meta?.[SERVER_META_KEY]),
      params,
    });
    return forward({ method: 'resources/read', name: params.uri, find }, context);
  });
  server.setRequestHandler('completion/complete', ({ params }, context) => {
    const { ref, argument: given } = params;
    const name = ref.type === 'ref/resource' ? ref.uri : ref.name;
    const find = async () => {
      if (ref.type === 'ref/resource') {
        return { upstream: await upstreamOfResource(view, name, params._meta?.[SERVER_META_KEY]), params };
      }
      const { upstream, item } = await findPrompt(name);
      return { upstream, params: { ...params, ref: { ...ref, name: item.name } }, ownName: item.name };
    };
    return forward({ method: 'completion/complete', name, given, find }, context);
  });
  handleSubscriptions(server, view);
  return server;
}

/** A request that is forwarded to the server that `find` finds. */
interface Forwarding {
  readonly method: CallMethod;
  /** The name that the client uses, or the URI. */
  readonly name: string;
  /** What may hold secrets. */
  readonly given?: unknown;
  /** With the parameters as the server gets them, and its own name of a prompt. */
  find(): Promise<{ upstream: Upstream; params: Record<string, unknown>; ownName?: string }>;
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
