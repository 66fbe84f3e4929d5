/** What became of clients that were registered for us, and are not needed any more. */
import { printable } from '../../printable.ts';
import type { ForgottenClient } from '../../providers/forget-registration.ts';

/** One line for each client; what stays at its server says so. */
export function forgottenClientLines(clients: readonly ForgottenClient[]): string[] {
  return clients.map(({ providerName, clientId, outcome }) => {
    const which = `the client ${printable(clientId)} of ${printable(providerName)}`;
    if (outcome === 'deleted') return `Deleted ${which} at its server (RFC 7592).`;
    if (outcome === 'unsupported') return `Forgot ${which}; its server does not let us delete it.`;
    return `Forgot ${which}, but could not delete it: ${printable(outcome.failed)}`;
  });
}
