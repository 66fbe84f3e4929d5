/** The token that `gateway --show-token` prints opens /mcp of a server too: whoever has it is the owner of the machine. */
import { type Caller, localCaller } from '../identity/caller.ts';
import { lazy } from '../lazy.ts';
import type { Scope } from '../ports/index.ts';
import type { Secret } from '../secret.ts';
import { sha256Of } from '../sha256.ts';
import { gatewayToken } from '../tokens/gateway-token.ts';

/** Returns the owner for its token, and undefined for every other. The token is read when somebody first shows one like it. */
export function ownerOfToken(
  owner: Scope,
  ports: Parameters<typeof gatewayToken>[1],
): (bearer: Secret) => Promise<Caller | undefined> {
  const hash = lazy(async () => sha256Of((await gatewayToken(owner, ports)).reveal()));
  return async (bearer) => {
    const shown = bearer.reveal();
    if (!shown.startsWith('mcpctl_')) return undefined;
    return (await sha256Of(shown)) === (await hash.get()) ? localCaller(owner) : undefined;
  };
}
