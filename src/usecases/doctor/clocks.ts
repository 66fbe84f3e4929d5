/** Compares the clock of this machine with those of servers, since tokens and signatures are valid for minutes. */

import type { Clock, Fetch } from '../../ports/index.ts';
import { parseHttpDate } from '../../time.ts';
import type { Checkup } from './check.ts';

/** Milliseconds. `Date` (RFC 9110, section 6.6.1) has whole seconds and is on its way for a while, so less says nothing. */
const MOST_SKEW = 60_000;

export interface Clocks {
  /** Returns the same fetch. It also compares the clock of each server that answers. */
  watch(fetch: Fetch): Fetch;
  /** One for each host whose clock was compared. */
  checkups(): Checkup[];
}

export function compareClocks(clock: Clock): Clocks {
  const skews = new Map<string, number>();
  return {
    watch: (fetch) => async (url, init) => {
      const asked = clock.now();
      const response = await fetch(url, init);
      const said = parseHttpDate(response.headers.get('date'));
      // A response from a cache has the time at which it was stored.
      if (said !== undefined && !response.headers.has('age')) {
        skews.set(new URL(url).host, skewOf(said, asked, clock.now()));
      }
      return response;
    },
    checkups: () => [...skews].map(([host, skew]) => checkup(host, skew)),
  };
}

/** By how many milliseconds a clock is ahead of ours; negative when it is behind. */
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
    next: 'Set the clock that is wrong; on Linux: sudo timedatectl set-ntp true',
  };
}
