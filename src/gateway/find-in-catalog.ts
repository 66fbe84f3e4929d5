/** Finds the tool or prompt that a client calls by its exposed name. */
import type { ExposedItem } from './exposed-items.ts';
import type { GatewayView } from './gateway.ts';
import type { Lists } from './upstream.ts';

/**
 * Waits for servers that may have the name and have not answered yet.
 *
 * @throws ProtocolError when no server has it
 */
export async function findInCatalog<Name extends 'tools' | 'prompts'>(
  { catalog, failures }: Pick<GatewayView, 'catalog' | 'failures'>,
  list: Name,
  name: string,
): Promise<ExposedItem<Lists[Name]>> {
  const find = async () => {
    const { byName, conflicts } = await catalog.items(list, name);
    return { item: byName.get(name), conflicts };
  };
  let { item, conflicts } = await find();
  if (!item) {
    await catalog.waitForFirstAnswer(list, name);
    ({ item, conflicts } = await find());
  }
  if (item) return item;
  if ((await catalog.hiddenNames(list)).has(name)) throw failures.changedTool(name);
  throw failures.unknownName({
    name,
    conflict: conflicts.find((conflict) => conflict.name === name),
    upstreams: await catalog.upstreams(),
  });
}
