// What a soak is told: npm run soak -- --seconds 30 --callers 16
import { parseArgs } from 'node:util';

const NUMBERS = {
  /** How long the callers call. */
  seconds: 600,
  callers: 64,
  upstreams: 20,
  /** They are shared among the upstreams as evenly as it goes. */
  providers: 5,
  'token-seconds': 20,
  /** Between two kills. Which upstream is killed goes round. */
  'kill-every': 15,
  /** How long a killed upstream stays away. */
  'away-seconds': 3,
  /** What a caller waits between two calls, give or take a third. Milliseconds. */
  pause: 200,
};

/** With `--trouble` more happens than kills: schedule.mjs. */
export function soakOptions() {
  const numbers = Object.entries(NUMBERS).map(([name, value]) => [name, { type: 'string', default: String(value) }]);
  const { values } = parseArgs({ options: { ...Object.fromEntries(numbers), trouble: { type: 'boolean' } } });
  const read = (name) => {
    const number = Number(values[name]);
    if (!Number.isFinite(number) || number < 0) throw new Error(`--${name} is a number.`);
    return number;
  };
  return {
    seconds: read('seconds'),
    callers: read('callers'),
    upstreams: read('upstreams'),
    providers: read('providers'),
    tokenSeconds: read('token-seconds'),
    killEvery: read('kill-every'),
    awaySeconds: read('away-seconds'),
    pause: read('pause'),
    trouble: values.trouble ?? false,
  };
}
