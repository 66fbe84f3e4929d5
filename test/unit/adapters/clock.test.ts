import { expect, it } from 'vitest';
import { systemClock } from '../../../src/adapters/clock.ts';

it('ends a sleep with the reason of its signal', async () => {
  const reason = new Error('Enough.');
  await expect(systemClock.sleep(60_000, AbortSignal.abort(reason))).rejects.toBe(reason);
  const abort = new AbortController();
  const sleep = systemClock.sleep(60_000, abort.signal);
  abort.abort(reason);
  await expect(sleep).rejects.toBe(reason);
});

it('has timers that begin again after they have expired', async () => {
  let count = 0;
  await new Promise<void>((done) => {
    const timer = systemClock.timer(1, () => {
      count += 1;
      if (count === 3) done();
      else timer.restart();
    });
  });
  expect(count).toBe(3);
});
