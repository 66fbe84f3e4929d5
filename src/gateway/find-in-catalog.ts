/** Who offers what a client calls by this name. */
import { ProtocolErrorCode } from '@modelcontextprotocol/server';
import type { CatalogEntry } from './catalog.ts';
import type { Gateway } from './gateway.ts';
import type { Lists } from './upstream.ts';

/** Waits for those who may have given the name and have never answered. Throws the error of the protocol when nobody has. */
export async function findInCatalog<Name extends 'tools' | 'prompts'>(
  gateway: Gateway,
  list: Name,
  name: string,
): Promise<CatalogEntry<Lists[Name]>> {
  const find = async () => {
    const { byName, conflicts } = await gateway.catalog(list, name);
    return { entry: byName.get(name), conflicts };
  };
  let { entry, conflicts } = await find();
  if (!entry) {
    await gateway.waitForFirstAnswer(list, name);
    ({ entry, conflicts } = await find());
  }
  if (entry) return entry;
  if (list === 'tools' && (await gateway.hidden()).has(name)) {
    throw gateway.failures.changedTool(ProtocolErrorCode.InvalidParams, name);
  }
  throw gateway.failures.unknownName(
    ProtocolErrorCode.InvalidParams,
    name,
    conflicts.find((conflict) => conflict.name === name),
    await gateway.upstreams(),
  );
}
