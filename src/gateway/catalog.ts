/** What is offered, under which name, and to whom it belongs. */
import { mayBeNamed, type NameConflict, type NamedTool, nameConflicts, toolName } from '../mcp/tool-names.ts';
import type { CachedList } from './cached-list.ts';
import type { ListName, Lists, Upstream } from './upstream.ts';

export interface CatalogEntry<Item> {
  /** The name, or the URI, that the client at the other end knows it by. */
  readonly name: string;
  readonly upstream: Upstream;
  readonly item: Item;
}

export interface Catalog<Item> {
  readonly byName: ReadonlyMap<string, CatalogEntry<Item>>;
  /** Two of one name: none of them is offered. */
  readonly conflicts: readonly NameConflict<Upstream, Item>[];
}

/** The names of tools that are not offered, since their definitions have changed. */
export async function hiddenNames(upstreams: readonly Upstream[], prefix: boolean): Promise<Set<string>> {
  const names = upstreams.flatMap((upstream) => upstream.hidden().map((tool) => exposedName(tool, upstream, prefix)));
  return new Set(await Promise.all(names));
}

/** `{namespace}_{name}`. A URI is a name of its own, which a client may have got from anywhere: it stays as it is. */
async function exposedName(item: Lists[ListName], { server }: Upstream, prefix: boolean): Promise<string> {
  if ('uri' in item) return item.uri;
  if ('uriTemplate' in item) return item.uriTemplate;
  return prefix ? toolName(server.namespace, item.name) : item.name;
}

/** With a name, only of those who may have given it. */
export type FindInCatalogs = <Name extends ListName>(
  upstreams: readonly Upstream[],
  list: Name,
  name?: string,
) => Promise<Catalog<Lists[Name]>>;

interface Known {
  /** The lists that it was made of, and what they held. */
  readonly sources: readonly { readonly list: CachedList<unknown>; readonly items: readonly unknown[] }[];
  readonly offers: Catalog<never>;
}

/** Remembers what it has found as long as the upstreams and their lists are the same: every call looks up a name. */
export function createCatalog(prefix: boolean): FindInCatalogs {
  let seen: readonly Upstream[] = [];
  const known = new Map<string, Known>();
  return async <Name extends ListName>(upstreams: readonly Upstream[], list: Name, name?: string) => {
    if (!isSame(upstreams, seen)) known.clear();
    seen = upstreams;
    const key = `${list} ${name ?? ''}`;
    const before = known.get(key);
    if (before?.sources.every((source) => source.list.fresh() === source.items)) return before.offers;
    const isPossible = ({ server }: Upstream) => name === undefined || !prefix || mayBeNamed(name, server.namespace);
    const possible = upstreams.filter(isPossible);
    const lists = await Promise.all(
      possible.map((upstream): Promise<readonly Lists[Name][]> => upstream.lists[list].read()),
    );
    const offers = await catalogOf(possible, lists, prefix);
    // Names that nobody has are without number.
    if (name !== undefined && !offers.byName.has(name)) known.delete(key);
    else if (isSame(upstreams, seen)) {
      const sources = possible.map(({ lists: { [list]: each } }, index) => ({ list: each, items: lists[index] ?? [] }));
      known.set(key, { sources, offers: offers as Catalog<never> });
    }
    return offers;
  };
}

function isSame(upstreams: readonly Upstream[], others: readonly Upstream[]): boolean {
  return upstreams.length === others.length && upstreams.every((upstream, index) => upstream === others[index]);
}

async function catalogOf<Item extends Lists[ListName]>(
  upstreams: readonly Upstream[],
  lists: readonly (readonly Item[])[],
  prefix: boolean,
): Promise<Catalog<Item>> {
  const all = upstreams.flatMap((upstream, index) => (lists[index] ?? []).map((item) => ({ upstream, item })));
  const named = await Promise.all(
    all.map(
      async ({ upstream, item }): Promise<NamedTool<Upstream, Item>> => ({
        name: await exposedName(item, upstream, prefix),
        server: upstream,
        tool: item,
      }),
    ),
  );
  const conflicts = nameConflicts(named);
  const inConflict = new Set(conflicts.map(({ name }) => name));
  const offers = named.filter(({ name }) => !inConflict.has(name));
  return {
    byName: new Map(offers.map(({ name, server, tool }) => [name, { name, upstream: server, item: tool }])),
    conflicts,
  };
}
