/** Checks whether a browser can reach our loopback listener: at any port, at `localhost`, and at each registered port. */

import { hint } from '../../next-step.ts';
import type { Ports } from '../../ports/index.ts';
import { redirectAddress } from '../../providers/client-registration.ts';
import type { Provider } from '../../records.ts';
import { Refusal } from '../../refusal.ts';
import { isOfCommandLine } from '../../tokens/consent-client.ts';
import { type Checkup, examined } from './check.ts';

export function callbackCheckups({ redirects }: Pick<Ports, 'redirects'>): Promise<Checkup[]> {
  return examined('callback', 'machine', async () => {
    const listener = await redirects.listen({});
    await listener.close();
    return [{ name: 'callback', area: 'machine', result: 'ok', finding: 'A browser can come back to 127.0.0.1.' }];
  });
}

/** A redirect URI at `localhost` needs IPv4 and IPv6. A registered port should be free; the refusal names the process that has it. */
export async function portCheckups(
  providers: readonly Provider[],
  { redirects }: Pick<Ports, 'redirects'>,
): Promise<Checkup[]> {
  const both = await examined('callback at localhost', 'machine', async () => {
    const listener = await redirects.listen({ host: 'localhost' });
    await listener.close();
    const finding = 'A browser can come back to localhost, over IPv4 and IPv6.';
    return [{ name: 'callback at localhost', area: 'machine', result: 'ok', finding }];
  });
  const ports = await Promise.all(providers.map((provider) => registeredPort(provider, redirects)));
  return [...both, ...ports.flat()];
}

async function registeredPort(
  { name, registration }: Provider,
  redirects: Ports['redirects'],
): Promise<readonly Checkup[]> {
  // The address of a server is not ours to listen at.
  if (registration === undefined || !isOfCommandLine(registration.redirectUri)) return [];
  const address = redirectAddress(registration.redirectUri);
  const base = { name: `callback port ${address.port} of ${name}`, area: 'machine' } as const;
  try {
    const listener = await redirects.listen(address);
    await listener.close();
    return [{ ...base, result: 'ok', finding: `${registration.redirectUri} is registered, and its port is free.` }];
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown;
    const finding = `${registration.redirectUri} is registered. ${thrown.message} ${thrown.why ?? ''}`.trim();
    // RFC 8252, section 7.3: a server must accept any port of a loopback redirect URI, but some compare it.
    return [
      {
        ...base,
        result: 'warning',
        finding,
        next: hint`End that process, or take another: ${{ do: 'connect', target: name, give: ['port'] }}`,
      },
    ];
  }
}
