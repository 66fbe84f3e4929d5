/** `token`: a valid access token of a target, renewed if need be. */
import type { Scope } from '../ports.ts';
import { Refusal } from '../refusal.ts';
import { resolveTarget } from './targets.ts';
import { type CurrentToken, currentToken, type TokenPorts, tokenOwner } from './tokens/access-token.ts';

/** Refuses `not-connected`, `reconnect-needed`, `usage` for a target without OAuth, and what the token endpoint refuses. */
export async function token(name: string, scope: Scope, ports: TokenPorts): Promise<CurrentToken> {
  const target = await resolveTarget(name, scope, ports.state);
  if (target.kind === 'provider') {
    const owner = { providerId: target.provider.id, user: scope.user, target: target.provider.name, wish: {} };
    return currentToken(owner, ports);
  }
  const { server } = target;
  switch (server.access.via) {
    case 'provider':
      return currentToken(tokenOwner(server, server.access.provider.id, scope.user), ports);
    case 'discovery':
    case 'missing':
      throw new Refusal('not-connected', {
        what: `${server.name} is not connected.`,
        why: `The user ${scope.user} has no tokens for it.`,
        hint: `mcpctl connect ${server.name}`,
      });
    default:
      throw new Refusal('usage', {
        what: `${server.name} has no access token.`,
        why: server.access.via === 'none' ? 'It is used without authorization.' : 'It takes a key that was given.',
        hint: `Use it: mcpctl tools ${server.name}`,
      });
  }
}
