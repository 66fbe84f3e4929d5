/** Who wants to be told of which resource: the upstream is asked when the first one comes, and left when the last one goes. */
import type { Upstream } from './upstream.ts';

export interface UpstreamSubscriptions {
  /** Returns how to stop. Refuses what the upstream refuses. */
  subscribe(upstream: Upstream, uri: string, heard: (uri: string) => void): Promise<() => void>;
  /** The server of this name says so; it can do so for its own resources alone. */
  updated(server: string, uri: string): void;
  /** Somebody has come, perhaps in the place of a upstream of the same name: what was watched there is watched here. */
  replaced(upstream: Upstream): void;
}

interface Watch {
  upstream: Upstream;
  readonly uri: string;
  readonly listeners: Set<{ readonly heard: (uri: string) => void }>;
  readonly begun: Promise<void>;
}

export function createUpstreamSubscriptions(): UpstreamSubscriptions {
  const watches = new Map<string, Watch>();
  const keyOf = (server: string, uri: string) => JSON.stringify([server, uri]);
  return {
    async subscribe(upstream, uri, heard) {
      const key = keyOf(upstream.server.name, uri);
      const watch = watches.get(key) ?? { upstream, uri, listeners: new Set(), begun: upstream.subscribe(uri) };
      watches.set(key, watch);
      const listener = { heard };
      watch.listeners.add(listener);
      const stop = () => {
        if (!watch.listeners.delete(listener) || watch.listeners.size > 0) return;
        watches.delete(key);
        // A upstream that is gone has forgotten it anyway.
        void watch.upstream.unsubscribe(uri).catch(() => {});
      };
      await watch.begun.catch((thrown) => {
        stop();
        throw thrown;
      });
      return stop;
    },
    updated(server, uri) {
      for (const { heard } of watches.get(keyOf(server, uri))?.listeners ?? []) heard(uri);
    },
    replaced(upstream) {
      for (const watch of watches.values()) {
        if (watch.upstream.server.name !== upstream.server.name || watch.upstream.server === upstream.server) continue;
        watch.upstream = upstream;
        // What cannot be watched there is only no longer told of.
        void upstream.subscribe(watch.uri).catch(() => {});
      }
    },
  };
}
