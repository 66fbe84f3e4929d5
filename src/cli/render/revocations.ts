/** What became of tokens that were to be revoked. */
import { printable } from '../../printable.ts';
import type { RevokedConnection } from '../../tokens/revocations.ts';

/** One line for each connection; what could not be revoked says so. */
export function revocationLines(revocations: readonly RevokedConnection[]): string[] {
  return revocations.map(({ providerName, user, outcome }) => {
    const whose = `the tokens of ${printable(user)} at ${printable(providerName)}`;
    if (outcome === 'revoked') return `Revoked ${whose}.`;
    if (outcome === 'unsupported')
      return `Forgot ${whose}; the provider offers no revocation, so they end by themselves.`;
    return `Forgot ${whose}, but could not revoke them: ${printable(outcome.failed)}`;
  });
}
