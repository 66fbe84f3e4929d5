/** Whether a browser can come back: to any port, by either name, and to the ports that clients are registered with. */
import { hint } from '../../next-step.ts';
import type { Ports } from '../../ports/index.ts';
import type { Provider } from '../../records.ts';
import { Refusal } from '../../refusal.ts';
import { type Checkup, examined } from './check.ts';

export function callbackCheckups({ redirects }: Pick<Ports, 'redirects'>): Promise<Checkup[]> {
  return examined('callback', 'machine', async () => {
    const listener = await redirects.listen({});
    await listener.close();
    return [{ name: 'callback', area: 'machine', result: 'ok', finding: 'A browser can come back to 127.0.0.1.' }];
  });
}

/** `localhost` as a redirect URI needs both families; a registered port should be free, and who has it is named. */
export async function portCheckups(
  providers: readonly Provider[],
  { redirects }: Pick<Ports, 'redirects'>,
): Promise<Checkup[]> {
  const both = await examined('callback at localhost', 'machine', async () => {
    const listener = await redirects.listen({ host: 'localhost' });
    await listener.close();
    const finding = 'A browser can come back to localhost, whichever family it means.';
    return [{ name: 'callback at localhost', area: 'machine', result: 'ok', finding }];
  });
  const ports = await Promise.all(providers.map((provider) => registeredPort(provider, redirects)));
  return [...both, ...ports.flat()];
}

async function registeredPort(
  { name, registration }: Provider,
  redirects: Ports['redirects'],
): Promise<readonly Checkup[]> {
  if (registration === undefined) return [];
  const { hostname, port } = new URL(registration.redirectUri);
  const base = { name: `callback port ${port} of ${name}`, area: 'machine' } as const;
  try {
    const host = hostname === 'localhost' ? 'localhost' : '127.0.0.1';
    const listener = await redirects.listen({ port: Number(port), host });
    await listener.close();
    return [{ ...base, result: 'ok', finding: `${registration.redirectUri} is registered, and its port is free.` }];
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown;
    const finding = `${registration.redirectUri} is registered. ${thrown.message} ${thrown.why ?? ''}`.trim();
    // RFC 8252, section 7.3: any port must do for a loopback redirect; some servers compare it all the same.
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
