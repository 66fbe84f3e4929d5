/** Resource subscriptions at upstream servers: one for each resource, however many clients want to hear of it. */
import type { Upstream } from './upstream.ts';

export interface UpstreamSubscriptions {
  /**
   * Returns how to stop.
   *
   * @throws whatever the server throws
   */
  subscribe(upstream: Upstream, uri: string, onUpdated: () => void): Promise<() => void>;
  /** The server of this name announces that one of its own resources has changed. */
  updated(server: string, uri: string): void;
  /** Moves subscriptions to this upstream from another one of the same name, whose place it takes. */
  added(upstream: Upstream): void;
}

interface Subscription {
  upstream: Upstream;
  readonly uri: string;
  readonly listeners: Set<{ readonly onUpdated: () => void }>;
  readonly begun: Promise<void>;
}

export function createUpstreamSubscriptions(): UpstreamSubscriptions {
  const subscriptions = new Map<string, Subscription>();
  const keyOf = (server: string, uri: string) => JSON.stringify([server, uri]);
  return {
    async subscribe(upstream, uri, onUpdated) {
      const key = keyOf(upstream.server.name, uri);
      const subscription = subscriptions.get(key) ?? {
        upstream,
        uri,
        listeners: new Set(),
        begun: upstream.subscribe(uri),
      };
      subscriptions.set(key, subscription);
      const listener = { onUpdated };
      subscription.listeners.add(listener);
      const stop = () => {
        if (!subscription.listeners.delete(listener) || subscription.listeners.size > 0) return;
        subscriptions.delete(key);
        // A server that is gone has forgotten the subscription anyway.
        void subscription.upstream.unsubscribe(uri).catch(() => {});
      };
      await subscription.begun.catch((thrown) => {
        stop();
        throw thrown;
      });
      return stop;
    },
    updated(server, uri) {
      for (const { onUpdated } of subscriptions.get(keyOf(server, uri))?.listeners ?? []) onUpdated();
    },
    added(upstream) {
      for (const subscription of subscriptions.values()) {
        const { server } = subscription.upstream;
        if (server.name !== upstream.server.name || server === upstream.server) continue;
        subscription.upstream = upstream;
        // When the new server refuses, clients only hear no more of the resource.
        void upstream.subscribe(subscription.uri).catch(() => {});
      }
    },
  };
}
