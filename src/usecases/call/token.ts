/** Returns a valid access token of a target, and renews it when necessary. */
import type { Scope } from '../../ports/index.ts';
import { resolveTarget } from '../../targets.ts';
import { currentToken, type TokenPorts } from '../../tokens/access-token.ts';
import type { CurrentToken } from '../../tokens/stored-token.ts';
import { ownerOf } from '../../tokens/token-owner.ts';

/** @throws Refusal `not-connected`, `reconnect-needed`, `usage` for a target without OAuth, and what the token endpoint refuses. */
export async function token(name: string, scope: Scope, ports: TokenPorts): Promise<CurrentToken> {
  return currentToken(ownerOf(await resolveTarget(name, scope, ports.state), scope), ports);
}
