/** Whether this machine's clock agrees with those of servers: tokens and signatures are good for minutes. */
import type { Clock, Fetch } from '../../ports/index.ts';
import type { Checkup } from './check.ts';

/** What `Date` (RFC 9110, section 6.6.1) cannot tell, in milliseconds: it counts whole seconds, and answers travel. */
const MOST_SKEW = 60_000;

export interface Clocks {
  /** The same fetch, which looks at the clock of whoever answers. */
  watch(fetch: Fetch): Fetch;
  /** One for each origin that has said what time it is. */
  checkups(): Checkup[];
}

export function compareClocks(clock: Clock): Clocks {
  const skews = new Map<string, number>();
  return {
    watch: (fetch) => async (url, init) => {
      const asked = clock.now();
      const response = await fetch(url, init);
      const said = Date.parse(response.headers.get('date') ?? '');
      // An answer out of a cache says when it was made.
      if (!Number.isNaN(said) && !response.headers.has('age')) {
        skews.set(new URL(url).host, skewOf(said, asked, clock.now()));
      }
      return response;
    },
    checkups: () => [...skews].map(([host, skew]) => checkup(host, skew)),
  };
}

/** How far a clock is ahead of ours, in milliseconds; negative when it is behind. */
export function skewOf(said: number, asked: number, answered: number): number {
  if (said + 1000 > asked && said <= answered) return 0;
  return said > answered ? said - answered : said + 1000 - asked;
}

function checkup(host: string, skew: number): Checkup {
  const name = `clock of ${host}`;
  if (Math.abs(skew) <= MOST_SKEW) {
    return { name, area: 'network', result: 'ok', finding: 'It agrees with the clock of this machine.' };
  }
  const seconds = Math.round(Math.abs(skew) / 1000);
  return {
    name,
    area: 'machine',
    result: 'warning',
    finding: `This machine is ${seconds} seconds ${skew > 0 ? 'behind' : 'ahead of'} it, so tokens seem to ${skew > 0 ? 'last longer' : 'end earlier'} than they do.`,
    next: 'Set the clock of whichever is wrong; on Linux: sudo timedatectl set-ntp true',
  };
}
