/** Who offers what a client calls by this name. */
import { ProtocolErrorCode } from '@modelcontextprotocol/server';
import { changedTool, unknownName } from './failures.ts';
import type { Gateway } from './gateway.ts';
import type { Lists } from './member.ts';
import type { Offer } from './offers.ts';

/** Waits for those who may have given the name and have never answered. Throws the error of the protocol when nobody has. */
export async function offerNamed<Name extends 'tools' | 'prompts'>(
  gateway: Gateway,
  list: Name,
  name: string,
): Promise<Offer<Lists[Name]>> {
  const find = async () => {
    const { byName, conflicts } = await gateway.offers(list, name);
    return { offer: byName.get(name), conflicts };
  };
  let { offer, conflicts } = await find();
  if (!offer) {
    await gateway.settled(list, name);
    ({ offer, conflicts } = await find());
  }
  if (offer) return offer;
  if (list === 'tools' && (await gateway.hidden()).has(name)) throw changedTool(ProtocolErrorCode.InvalidParams, name);
  throw unknownName(
    ProtocolErrorCode.InvalidParams,
    name,
    conflicts.find((conflict) => conflict.name === name),
    await gateway.members(),
  );
}
