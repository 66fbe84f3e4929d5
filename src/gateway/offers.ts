/** What is offered, under which name, and to whom it belongs. */
import { mayBeNamed, type NameConflict, type NamedTool, nameConflicts, toolName } from '../mcp/names.ts';
import type { LastGood } from './last-good.ts';
import type { ListName, Lists, Member } from './member.ts';

export interface Offer<Item> {
  /** The name, or the URI, that the client at the other end knows it by. */
  readonly name: string;
  readonly member: Member;
  readonly item: Item;
}

export interface Offers<Item> {
  readonly byName: ReadonlyMap<string, Offer<Item>>;
  /** Two of one name: none of them is offered. */
  readonly conflicts: readonly NameConflict<Member, Item>[];
}

/** The names of tools that are not offered, since their definitions have changed. */
export async function hiddenNames(members: readonly Member[], prefix: boolean): Promise<Set<string>> {
  const names = members.flatMap((member) => member.hidden().map((tool) => offeredName(tool, member, prefix)));
  return new Set(await Promise.all(names));
}

/** `{namespace}_{name}`. A URI is a name of its own, which a client may have got from anywhere: it stays as it is. */
async function offeredName(item: Lists[ListName], { server }: Member, prefix: boolean): Promise<string> {
  if ('uri' in item) return item.uri;
  if ('uriTemplate' in item) return item.uriTemplate;
  return prefix ? toolName(server.namespace, item.name) : item.name;
}

/** With a name, only of those who may have given it. */
export type FindOffers = <Name extends ListName>(
  members: readonly Member[],
  list: Name,
  name?: string,
) => Promise<Offers<Lists[Name]>>;

interface Known {
  /** The lists that it was made of, and what they held. */
  readonly sources: readonly { readonly list: LastGood<unknown>; readonly items: readonly unknown[] }[];
  readonly offers: Offers<never>;
}

/** Remembers what it has found as long as the members and their lists are the same: every call looks up a name. */
export function createOffers(prefix: boolean): FindOffers {
  let seen: readonly Member[] = [];
  const known = new Map<string, Known>();
  return async <Name extends ListName>(members: readonly Member[], list: Name, name?: string) => {
    if (!isSame(members, seen)) known.clear();
    seen = members;
    const key = `${list} ${name ?? ''}`;
    const before = known.get(key);
    if (before?.sources.every((source) => source.list.fresh() === source.items)) return before.offers;
    const isPossible = ({ server }: Member) => name === undefined || !prefix || mayBeNamed(name, server.namespace);
    const possible = members.filter(isPossible);
    const lists = await Promise.all(
      possible.map((member): Promise<readonly Lists[Name][]> => member.lists[list].read()),
    );
    const offers = await offersOf(possible, lists, prefix);
    // Names that nobody has are without number.
    if (name !== undefined && !offers.byName.has(name)) known.delete(key);
    else if (isSame(members, seen)) {
      const sources = possible.map(({ lists: { [list]: each } }, index) => ({ list: each, items: lists[index] ?? [] }));
      known.set(key, { sources, offers: offers as Offers<never> });
    }
    return offers;
  };
}

function isSame(members: readonly Member[], others: readonly Member[]): boolean {
  return members.length === others.length && members.every((member, index) => member === others[index]);
}

async function offersOf<Item extends Lists[ListName]>(
  members: readonly Member[],
  lists: readonly (readonly Item[])[],
  prefix: boolean,
): Promise<Offers<Item>> {
  const all = members.flatMap((member, index) => (lists[index] ?? []).map((item) => ({ member, item })));
  const named = await Promise.all(
    all.map(
      async ({ member, item }): Promise<NamedTool<Member, Item>> => ({
        name: await offeredName(item, member, prefix),
        server: member,
        tool: item,
      }),
    ),
  );
  const conflicts = nameConflicts(named);
  const inConflict = new Set(conflicts.map(({ name }) => name));
  const offers = named.filter(({ name }) => !inConflict.has(name));
  return {
    byName: new Map(offers.map(({ name, server, tool }) => [name, { name, member: server, item: tool }])),
    conflicts,
  };
}
