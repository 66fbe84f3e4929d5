/** Subscribes to changes of resources: with a request before 2026-07-28, with a stream of its own since then. */
import type { Client } from '@modelcontextprotocol/client';
import type { Clock } from '../ports/index.ts';
import { Refusal } from '../refusal.ts';
import { keepOpen, type ReconnectingStream } from './reconnecting-stream.ts';
import type { ServerMessageHandler } from './server-messages.ts';

export interface ResourceSubscriptions {
  /** @throws Refusal server-error when the server does not offer it, and whatever else the server refuses */
  subscribe(uri: string): Promise<void>;
  unsubscribe(uri: string): Promise<void>;
}

export function resourceSubscriptions(
  client: Client,
  handler: ServerMessageHandler | undefined,
  clock: Clock,
): ResourceSubscriptions {
  if (client.getProtocolEra() !== 'modern') {
    return {
      subscribe: async (uri) => void (await client.request({ method: 'resources/subscribe', params: { uri } })),
      unsubscribe: async (uri) => void (await client.request({ method: 'resources/unsubscribe', params: { uri } })),
    };
  }
  const isClosed = () => client.transport === undefined;
  if (handler) keepListStreamOpen(client, handler, { clock, isClosed });
  const streams = new Map<string, ReconnectingStream>();
  return {
    async subscribe(uri) {
      if (streams.has(uri)) return;
      const open = () => client.listen({ resourceSubscriptions: [uri] });
      const first = await open();
      if (!first.honoredFilter.resourceSubscriptions?.includes(uri)) {
        await first.close();
        throw new Refusal('server-error', {
          what: `The server does not tell when ${uri} changes.`,
          hint: 'Read it again from time to time.',
        });
      }
      const onReopened = () => handler?.onResourceUpdated(uri);
      streams.set(uri, keepOpen({ first, open, onReopened, clock, isClosed }));
    },
    async unsubscribe(uri) {
      const stream = streams.get(uri);
      streams.delete(uri);
      await stream?.close();
    },
  };
}

/** The SDK opens the stream that announces changed lists, but only once. */
function keepListStreamOpen(
  client: Client,
  handler: ServerMessageHandler,
  rest: { readonly clock: Clock; readonly isClosed: () => boolean },
): void {
  const first = client.autoOpenedSubscription;
  if (!first) return;
  const { toolsListChanged, promptsListChanged, resourcesListChanged } = first.honoredFilter;
  const onReopened = () => {
    if (toolsListChanged) handler.onListChanged('tools');
    if (promptsListChanged) handler.onListChanged('prompts');
    if (resourcesListChanged) handler.onListChanged('resources');
  };
  keepOpen({ first, open: () => client.listen(first.honoredFilter), onReopened, ...rest });
}
