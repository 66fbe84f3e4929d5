import { describe, expect, it } from 'vitest';
import { createLimiter, LIMITS, type Limited } from '../../../src/identity/limits.ts';

const MINUTE = 60_000;

describe('a limit', () => {
  it.each(Object.entries(LIMITS) as [Limited, number][])('of %s lets %i through in a minute', (what, most) => {
    const limiter = createLimiter();
    for (let count = 0; count < most; count += 1) expect(limiter.take(what, 'ada', count)).toBe(0);
    expect(limiter.take(what, 'ada', most)).toBe(MINUTE - most);
    expect(limiter.take(what, 'grace', most)).toBe(0);
  });

  it('counts each kind by itself', () => {
    const limiter = createLimiter({ ...LIMITS, writes: 1 });
    expect([limiter.take('writes', 'ada', 0), limiter.take('tool-calls', 'ada', 0)]).toEqual([0, 0]);
    expect(limiter.take('writes', 'ada', 1)).toBe(MINUTE - 1);
  });

  it('is not made longer by whoever goes on asking', () => {
    const limiter = createLimiter({ ...LIMITS, writes: 1 });
    limiter.take('writes', 'ada', 0);
    for (let now = 1; now < MINUTE; now += 1000) expect(limiter.take('writes', 'ada', now)).toBe(MINUTE - now);
    expect(limiter.take('writes', 'ada', MINUTE)).toBe(0);
  });

  it('remembers nobody for longer than a minute, and only so many', () => {
    const limiter = createLimiter(LIMITS, 100);
    for (let index = 0; index < 1000; index += 1) limiter.take('strangers', `10.0.0.${index}`, 0);
    expect(limiter.size).toBeLessThanOrEqual(100);
    limiter.take('strangers', 'late', MINUTE);
    expect(limiter.size).toBe(1);
  });
});
