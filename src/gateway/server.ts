/** One client's view of the gateway: an MCP server whose answers come from the members. */
import { ProtocolErrorCode, type Result, Server, type ServerContext } from '@modelcontextprotocol/server';
import { OURSELVES } from '../mcp/session.ts';
import { accounted } from './accounted.ts';
import { callerOf, progressOf } from './client-side.ts';
import { changedTool, failedRequest, unknownName } from './failures.ts';
import type { Gateway, Passing } from './gateway.ts';
import type { ListName, Lists, Member } from './member.ts';
import type { Offer } from './offers.ts';
import { passedParams, roundOf } from './passed-params.ts';
import { ownerOfResource } from './resources.ts';

const CHANGES = { listChanged: true };
const CAPABILITIES = {
  tools: CHANGES,
  prompts: CHANGES,
  resources: { ...CHANGES, subscribe: true },
  completions: {},
  logging: {},
};

export function createServer(gateway: Gateway): Server {
  const server = new Server(OURSELVES, { capabilities: CAPABILITIES });

  const items = async <Name extends ListName>(list: Name): Promise<Lists[Name][]> => {
    const { byName } = await gateway.offers(list);
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

  const pass = async (
    member: Member,
    params: Record<string, unknown>,
    context: ServerContext,
    offer?: Offer<Lists['tools']>,
    meta?: Readonly<Record<string, string>>,
  ): Promise<Result> => {
    const { mcpReq } = context;
    const progress = progressOf(context);
    // 2026-07-28 puts an envelope around every request.
    const era = mcpReq.envelope === undefined ? 'legacy' : 'modern';
    const passing = {
      method: mcpReq.method,
      params: await passedParams(params, member, context, era, server.getClientCapabilities(), meta),
      caller: callerOf(context),
      era,
      signal: mcpReq.signal,
      tool: offer?.item,
      onProgress: progress?.tell,
    } as const;
    const isAskedInResults = era === 'modern' && (await member.session(era)).era === 'legacy';
    const send = (passed: Passing) => gateway.pass(member, passed);
    const result = await (isAskedInResults ? gateway.parked.round(roundOf(context, passing), send) : send(passing));
    // What was said before the result must not be overtaken by it.
    await progress?.told();
    return result;
  };

  server.setRequestHandler('tools/call', async ({ params }, context) => {
    const { signal, _meta: meta = {} } = context.mcpReq;
    const call = gateway.begun({
      name: params.name,
      arguments: params.arguments,
      client: server.getClientVersion(),
      meta,
    });
    return accounted(gateway.witnesses, call, signal, async (account) => {
      const offer = await offerNamed(gateway, 'tools', params.name);
      const { member, item } = offer;
      account.found(member.server.name, item.name);
      return pass(member, { ...params, name: item.name }, context, offer, account.meta);
    }) as never;
  });
  server.setRequestHandler('prompts/get', async ({ params }, context) => {
    const { member, item } = await offerNamed(gateway, 'prompts', params.name);
    return (await pass(member, { ...params, name: item.name }, context).catch(failedRequest)) as never;
  });
  server.setRequestHandler('resources/read', async ({ params }, context) => {
    const member = await ownerOfResource(gateway, params.uri);
    return (await pass(member, params, context).catch(failedRequest)) as never;
  });
  server.setRequestHandler('completion/complete', async ({ params }, context) => {
    const { ref } = params;
    if (ref.type === 'ref/resource') {
      const member = await ownerOfResource(gateway, ref.uri);
      return (await pass(member, params, context).catch(failedRequest)) as never;
    }
    const { member, item } = await offerNamed(gateway, 'prompts', ref.name);
    const own = { ...params, ref: { ...ref, name: item.name } };
    return (await pass(member, own, context).catch(failedRequest)) as never;
  });
  const subscriptions = new Map<string, () => void>();
  const stop = (uri: string) => {
    subscriptions.get(uri)?.();
    subscriptions.delete(uri);
  };
  server.setRequestHandler('resources/subscribe', async ({ params: { uri } }) => {
    const member = await ownerOfResource(gateway, uri);
    const updated = () => void server.sendResourceUpdated({ uri }).catch(() => {});
    const stopTelling = await gateway.watch(member, uri, updated).catch(failedRequest);
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

async function offerNamed<Name extends 'tools' | 'prompts'>(
  gateway: Gateway,
  list: Name,
  name: string,
): Promise<Offer<Lists[Name]>> {
  const find = async () => {
    const { byName, conflicts } = await gateway.offers(list, name);
    return { offer: byName.get(name), conflicts };
  };
  let { offer, conflicts } = await find();
  if (!offer) {
    await gateway.settled(list, name);
    ({ offer, conflicts } = await find());
  }
  if (offer) return offer;
  if (list === 'tools' && (await gateway.hidden()).has(name)) throw changedTool(ProtocolErrorCode.InvalidParams, name);
  throw unknownName(
    ProtocolErrorCode.InvalidParams,
    name,
    conflicts.find((conflict) => conflict.name === name),
    await gateway.members(),
  );
}
