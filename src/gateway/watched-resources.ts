/** Who wants to be told of which resource: the member is asked when the first one comes, and left when the last one goes. */
import type { Member } from './member.ts';

export interface WatchedResources {
  /** Returns how to stop. Refuses what the member refuses. */
  watch(member: Member, uri: string, heard: (uri: string) => void): Promise<() => void>;
  /** The server of this name says so; it can do so for its own resources alone. */
  updated(server: string, uri: string): void;
  /** Somebody has come, perhaps in the place of a member of the same name: what was watched there is watched here. */
  came(member: Member): void;
}

interface Watch {
  member: Member;
  readonly uri: string;
  readonly listeners: Set<{ readonly heard: (uri: string) => void }>;
  readonly begun: Promise<void>;
}

export function createWatchedResources(): WatchedResources {
  const watches = new Map<string, Watch>();
  const keyOf = (server: string, uri: string) => JSON.stringify([server, uri]);
  return {
    async watch(member, uri, heard) {
      const key = keyOf(member.server.name, uri);
      const watch = watches.get(key) ?? { member, uri, listeners: new Set(), begun: member.subscribe(uri) };
      watches.set(key, watch);
      const listener = { heard };
      watch.listeners.add(listener);
      const stop = () => {
        if (!watch.listeners.delete(listener) || watch.listeners.size > 0) return;
        watches.delete(key);
        // A member that is gone has forgotten it anyway.
        void watch.member.unsubscribe(uri).catch(() => {});
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
    came(member) {
      for (const watch of watches.values()) {
        if (watch.member.server.name !== member.server.name || watch.member.server === member.server) continue;
        watch.member = member;
        // What cannot be watched there is only no longer told of.
        void member.subscribe(watch.uri).catch(() => {});
      }
    },
  };
}
