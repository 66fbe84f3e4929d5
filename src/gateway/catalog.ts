/** What clients can see: the items of all upstream servers, by the names under which they are exposed. */
import type { CachedList } from './cached-list.ts';
import { type ExposedItems, exposedName, exposeItems, mayExpose } from './exposed-items.ts';
import type { ListName, Lists, Upstream } from './upstream.ts';

export interface Catalog {
  upstreams(): Promise<readonly Upstream[]>;
  /** The items of a list. With a name, only servers that may have it are asked. */
  items<Name extends ListName>(list: Name, name?: string): Promise<ExposedItems<Lists[Name]>>;
  /** Waits for the servers that may have the name and have not answered yet. */
  waitForFirstAnswer(list: ListName, name: string): Promise<void>;
  /** The names that are not exposed because their definitions have changed, or because they are new and held. */
  hiddenNames(list: 'tools' | 'prompts'): Promise<ReadonlySet<string>>;
}

interface KnownItems {
  /** The lists that the items were made of, and what the lists held. */
  readonly sources: readonly { readonly list: CachedList<unknown>; readonly items: readonly unknown[] }[];
  readonly exposed: ExposedItems<never>;
}

/**
 * Remembers what it has found as long as the servers and their lists are the same, because every call looks up a name.
 * `prefix` puts the namespace of its server before each name.
 */
export function createCatalog(listUpstreams: () => Promise<readonly Upstream[]>, prefix: boolean): Catalog {
  let upstreamsBefore: readonly Upstream[] = [];
  const known = new Map<string, KnownItems>();
  const candidates = (upstreams: readonly Upstream[], name: string | undefined) =>
    name === undefined ? upstreams : upstreams.filter((upstream) => mayExpose(upstream, name, prefix));
  return {
    upstreams: listUpstreams,
    async items<Name extends ListName>(list: Name, name?: string) {
      const upstreams = await listUpstreams();
      if (!isSame(upstreams, upstreamsBefore)) known.clear();
      upstreamsBefore = upstreams;
      const key = `${list} ${name ?? ''}`;
      const before = known.get(key);
      if (before?.sources.every((source) => source.list.fresh() === source.items)) return before.exposed;
      const asked = candidates(upstreams, name);
      const lists = await Promise.all(
        asked.map((upstream): Promise<readonly Lists[Name][]> => upstream.lists[list].read()),
      );
      const exposed = await exposeItems(asked, lists, prefix);
      // Names that no server has are not remembered: there is no end of them.
      if (name !== undefined && !exposed.byName.has(name)) known.delete(key);
      else if (isSame(upstreams, upstreamsBefore)) {
        const sources = asked.map(({ lists: { [list]: each } }, index) => ({ list: each, items: lists[index] ?? [] }));
        known.set(key, { sources, exposed: exposed as ExposedItems<never> });
      }
      return exposed;
    },
    async waitForFirstAnswer(list, name) {
      const asked = candidates(await listUpstreams(), name);
      await Promise.all(asked.map(({ lists }) => lists[list].firstAnswer()));
    },
    async hiddenNames(list) {
      const upstreams = await listUpstreams();
      const names = upstreams.flatMap((upstream) => {
        const hidden = list === 'tools' ? upstream.hiddenTools() : upstream.hiddenPrompts();
        return hidden.map((item) => exposedName(item, upstream, prefix));
      });
      return new Set(await Promise.all(names));
    },
  };
}

function isSame(upstreams: readonly Upstream[], others: readonly Upstream[]): boolean {
  return upstreams.length === others.length && upstreams.every((upstream, index) => upstream === others[index]);
}
