/** The origins of all web apps, as pages name theirs. They are few, and read again after a second. */
import type { Ports } from '../ports/index.ts';
import type { WebAppOrigins } from './cors.ts';

/** Milliseconds. */
const FRESH = 1000;

export function createWebAppOrigins({ state, clock }: Pick<Ports, 'state' | 'clock'>): WebAppOrigins {
  let origins: Promise<ReadonlySet<string>> = Promise.resolve(new Set());
  let readAt = Number.NEGATIVE_INFINITY;
  const read = () =>
    state.read(async (tables) => new Set((await tables.webApps.all()).flatMap((webApp) => webApp.origins)));
  return {
    async has(origin) {
      if (clock.now() - readAt >= FRESH) {
        readAt = clock.now();
        origins = read();
        origins.catch(() => {
          readAt = Number.NEGATIVE_INFINITY;
        });
      }
      return (await origins).has(origin);
    },
  };
}
