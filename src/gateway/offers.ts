/** What is offered, under which name, and to whom it belongs. */
import { type NameConflict, type NamedTool, nameConflicts, toolName } from '../mcp/names.ts';
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

export async function offersOf<Name extends ListName>(
  members: readonly Member[],
  list: Name,
  prefix: boolean,
): Promise<Offers<Lists[Name]>> {
  const named = await Promise.all(
    members.map(async (member): Promise<NamedTool<Member, Lists[Name]>[]> => {
      const items: readonly Lists[Name][] = await member.lists[list].read();
      return Promise.all(
        items.map(async (tool) => ({ name: await offeredName(tool, member, prefix), server: member, tool })),
      );
    }),
  );
  const conflicts = nameConflicts(named.flat());
  const inConflict = new Set(conflicts.map(({ name }) => name));
  const offers = named.flat().filter(({ name }) => !inConflict.has(name));
  return {
    byName: new Map(offers.map(({ name, server, tool }) => [name, { name, member: server, item: tool }])),
    conflicts,
  };
}
