/** Who wants to be told of which resource: the member is asked when the first one comes, and left when the last one goes. */
import type { Member } from './member.ts';

export interface WatchedResources {
  /** Returns how to stop. Refuses what the member refuses. */
  watch(member: Member, uri: string, heard: (uri: string) => void): Promise<() => void>;
  updated(uri: string): void;
}

export function createWatchedResources(): WatchedResources {
  const watchers = new Map<string, Set<object>>();
  const told = new Map<object, (uri: string) => void>();
  return {
    async watch(member, uri, heard) {
      const watcher = {};
      const all = watchers.get(uri) ?? new Set();
      if (all.size === 0) await member.subscribe(uri);
      watchers.set(uri, all.add(watcher));
      told.set(watcher, heard);
      return () => {
        told.delete(watcher);
        if (!all.delete(watcher) || all.size > 0) return;
        watchers.delete(uri);
        // A member that is gone has forgotten it anyway.
        void member.unsubscribe(uri).catch(() => {});
      };
    },
    updated(uri) {
      for (const watcher of watchers.get(uri) ?? []) told.get(watcher)?.(uri);
    },
  };
}
