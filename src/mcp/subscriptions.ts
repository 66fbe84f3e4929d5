/** Being told when a resource changes: asked for by request before 2026-07-28, by a stream of its own since then. */
import type { Client, McpSubscription } from '@modelcontextprotocol/client';
import { Refusal } from '../refusal.ts';

export interface Subscriptions {
  /** Refuses what the server refuses, and `server-error` when it does not offer it. */
  subscribe(uri: string): Promise<void>;
  unsubscribe(uri: string): Promise<void>;
}

export function createSubscriptions(client: Client): Subscriptions {
  if (client.getProtocolEra() !== 'modern') {
    return {
      subscribe: async (uri) => void (await client.request({ method: 'resources/subscribe', params: { uri } })),
      unsubscribe: async (uri) => void (await client.request({ method: 'resources/unsubscribe', params: { uri } })),
    };
  }
  const streams = new Map<string, McpSubscription>();
  return {
    async subscribe(uri) {
      if (streams.has(uri)) return;
      const stream = await client.listen({ resourceSubscriptions: [uri] });
      if (!stream.honoredFilter.resourceSubscriptions?.includes(uri)) {
        await stream.close();
        throw new Refusal('server-error', {
          what: `The server does not tell when ${uri} changes.`,
          hint: 'Read it again from time to time.',
        });
      }
      streams.set(uri, stream);
      void stream.closed.then(() => streams.delete(uri));
    },
    async unsubscribe(uri) {
      await streams.get(uri)?.close();
    },
  };
}
