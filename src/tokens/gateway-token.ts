/** The bearer token of the gateway. It is created when it is first needed, and does not change after that. */
import type { Ports, Scope } from '../ports/index.ts';
import { Secret } from '../secret.ts';
import { gatewayTokenContext } from './associated-data.ts';
import { randomToken } from './bearer.ts';

/** When several processes ask for the first time at once, one creates the token and all get the same. */
export async function gatewayToken(
  { project, user }: Scope,
  { state, secrets, clock }: Pick<Ports, 'state' | 'secrets' | 'clock'>,
): Promise<Secret> {
  const context = gatewayTokenContext({ project, user });
  const kept = await state.read((tables) => tables.gatewayTokens.find(project, user));
  if (kept) return secrets.open(kept.token, context);
  const secret = new Secret(randomToken('mcpctl_'));
  const made = { project, user, token: await secrets.seal(secret, context), createdAt: clock.now() };
  const first = await state.write(async (tables) => {
    const other = await tables.gatewayTokens.find(project, user);
    if (other) return other;
    await tables.gatewayTokens.save(made);
    return made;
  });
  return first === made ? secret : secrets.open(first.token, context);
}
