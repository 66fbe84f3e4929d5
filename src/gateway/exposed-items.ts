/** The names under which clients see the tools, prompts and resources of servers. */
import { mayBeNamed, type NameConflict, type NamedTool, nameConflicts, toolName } from '../mcp/tool-names.ts';
import type { ListName, Lists, Upstream } from './upstream.ts';

export interface ExposedItem<Item> {
  /** The name, or the URI, that clients use. */
  readonly name: string;
  readonly upstream: Upstream;
  /** The item as the server gave it. */
  readonly item: Item;
}

export interface ExposedItems<Item> {
  readonly byName: ReadonlyMap<string, ExposedItem<Item>>;
  /** Items of the same name, none of which is exposed. */
  readonly conflicts: readonly NameConflict<Upstream, Item>[];
}

/** `lists` holds the items of each upstream, in the same order. */
export async function exposeItems<Item extends Lists[ListName]>(
  upstreams: readonly Upstream[],
  lists: readonly (readonly Item[])[],
  prefix: boolean,
): Promise<ExposedItems<Item>> {
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
  const exposed = named.filter(({ name }) => !inConflict.has(name));
  return {
    byName: new Map(exposed.map(({ name, server, tool }) => [name, { name, upstream: server, item: tool }])),
    conflicts,
  };
}

/** `{namespace}_{name}`. A URI stays as it is, because clients may get it from anywhere. */
export async function exposedName(item: Lists[ListName], upstream: Upstream, prefix: boolean): Promise<string> {
  if ('uri' in item) return item.uri;
  if ('uriTemplate' in item) return item.uriTemplate;
  if (!prefix) return item.name;
  return toolName(
    upstream.server.namespace,
    item.name,
    upstream.alikeNames('inputSchema' in item ? 'tools' : 'prompts'),
  );
}

/** Whether an item of this server can have the name. */
export function mayExpose({ server }: Upstream, name: string, prefix: boolean): boolean {
  return !prefix || mayBeNamed(name, server.namespace);
}
