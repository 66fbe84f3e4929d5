/** From a target to the owner of its token. */
import { hint } from '../next-step.ts';
import type { Scope } from '../ports/index.ts';
import { Refusal } from '../refusal.ts';
import type { Target } from '../targets.ts';
import { notConnected } from './refusals.ts';
import { type TokenOwner, tokenOwner } from './stored-token.ts';

/** @throws Refusal `not-connected`, and `usage` for a target without OAuth. */
export function ownerOf(target: Target, { user }: Scope): TokenOwner {
  if (target.kind === 'provider') {
    return { providerId: target.provider.id, user, target: target.name, wish: {} };
  }
  const { server } = target;
  switch (server.access.via) {
    case 'provider':
      return tokenOwner(server, server.access.provider.id, user);
    case 'discovery':
    case 'missing':
      throw notConnected({ target: server.name, user });
    default:
      throw new Refusal('usage', {
        what: `${server.name} has no access token.`,
        why: server.access.via === 'none' ? 'It is used without authorization.' : 'It takes a key that was given.',
        hint: hint`Use it: ${{ do: 'tools', target: server.name }}`,
      });
  }
}
