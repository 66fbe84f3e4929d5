/** Being told when a resource changes: asked for by request before 2026-07-28, by a stream of its own since then. */
import type { Client } from '@modelcontextprotocol/client';
import { Refusal } from '../refusal.ts';
import { type ReconnectingStream, reconnectingStream } from './reconnecting-stream.ts';
import type { Relay } from './relay.ts';

export interface Subscriptions {
  /** Refuses what the server refuses, and `server-error` when it does not offer it. */
  subscribe(uri: string): Promise<void>;
  unsubscribe(uri: string): Promise<void>;
}

export function createSubscriptions(client: Client, relay: Relay | undefined): Subscriptions {
  if (client.getProtocolEra() !== 'modern') {
    return {
      subscribe: async (uri) => void (await client.request({ method: 'resources/subscribe', params: { uri } })),
      unsubscribe: async (uri) => void (await client.request({ method: 'resources/unsubscribe', params: { uri } })),
    };
  }
  const isOver = () => client.transport === undefined;
  keepListsOpen(client, relay, isOver);
  const streams = new Map<string, ReconnectingStream>();
  return {
    async subscribe(uri) {
      if (streams.has(uri)) return;
      const open = () => client.listen({ resourceSubscriptions: [uri] });
      const stream = await open();
      if (!stream.honoredFilter.resourceSubscriptions?.includes(uri)) {
        await stream.close();
        throw new Refusal('server-error', {
          what: `The server does not tell when ${uri} changes.`,
          hint: 'Read it again from time to time.',
        });
      }
      streams.set(
        uri,
        reconnectingStream(stream, open, () => relay?.updated(uri), isOver),
      );
    },
    async unsubscribe(uri) {
      const stream = streams.get(uri);
      streams.delete(uri);
      await stream?.close();
    },
  };
}

/** The SDK opens the stream that tells of changed lists, once. */
function keepListsOpen(client: Client, relay: Relay | undefined, isOver: () => boolean): void {
  const stream = client.autoOpenedSubscription;
  if (!stream || !relay) return;
  const { toolsListChanged, promptsListChanged, resourcesListChanged } = stream.honoredFilter;
  const reopened = () => {
    if (toolsListChanged) relay.listChanged('tools');
    if (promptsListChanged) relay.listChanged('prompts');
    if (resourcesListChanged) relay.listChanged('resources');
  };
  reconnectingStream(stream, () => client.listen(stream.honoredFilter), reopened, isOver);
}
