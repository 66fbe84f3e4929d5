import { describe, expect, it, vi } from 'vitest';
import { cachedList } from '../../../src/gateway/cached-list.ts';
import { fakeClock } from '../../fakes/clock.ts';

/** A list whose server answers when the test says so. */
function listOf() {
  const clock = fakeClock();
  const answers: ((items: string[]) => void)[] = [];
  const ask = vi.fn(() => new Promise<string[]>((answer) => answers.push(answer)));
  const onChanged = vi.fn();
  const list = cachedList({ ask, clock, onChanged, punctuality: { isOverdue: false } });
  return { list, clock, ask, onChanged, answer: (...items: string[]) => answers.shift()?.(items) };
}

/** Whether the promise is settled after so many milliseconds. */
async function settlesWithin(work: Promise<unknown>, milliseconds: number, clock: ReturnType<typeof fakeClock>) {
  let isSettled = false;
  void work.then(() => {
    isSettled = true;
  });
  await clock.advance(milliseconds);
  return isSettled;
}

it('asks again for what has changed while it was asked for', async () => {
  const { list, ask, onChanged, answer } = listOf();
  const first = list.read();
  list.expire();
  answer('before');
  expect(await first).toEqual(['before']);
  await vi.waitFor(() => expect(ask).toHaveBeenCalledTimes(2));
  answer('after');
  await vi.waitFor(() => expect(list.peek()).toEqual(['after']));
  expect(onChanged).toHaveBeenCalledTimes(2);
  expect(await list.read()).toEqual(['after']);
  expect(ask).toHaveBeenCalledTimes(2);
});

describe('a server that is slow', () => {
  it('is waited for up to three seconds when there is no answer yet, and then the list is empty', async () => {
    const { list, clock } = listOf();
    const reading = list.read();
    expect(await settlesWithin(reading, 2999, clock)).toBe(false);
    expect(await settlesWithin(reading, 1, clock)).toBe(true);
    expect(await reading).toEqual([]);
  });

  it('is waited for a quarter of a second when there is an older answer, which is served then', async () => {
    const { list, clock, answer } = listOf();
    const first = list.read();
    answer('old');
    await first;
    await clock.advance(5000);
    const reading = list.read();
    expect(await settlesWithin(reading, 249, clock)).toBe(false);
    expect(await settlesWithin(reading, 1, clock)).toBe(true);
    expect(await reading).toEqual(['old']);
  });

  it('makes no other reader wait until it answers', async () => {
    const { list, clock, answer } = listOf();
    const first = list.read();
    await clock.advance(3000);
    await first;
    expect(await settlesWithin(list.read(), 0, clock)).toBe(true);
    answer('new');
    await clock.advance(0);
    expect(await list.read()).toEqual(['new']);
  });
});

it('is fresh for five seconds after an answer', async () => {
  const { list, clock, ask, answer } = listOf();
  const first = list.read();
  answer('one');
  await first;
  await clock.advance(4999);
  expect(list.fresh()).toEqual(['one']);
  await clock.advance(1);
  expect(list.fresh()).toBeUndefined();
  expect(ask).toHaveBeenCalledTimes(1);
});
