import { expect, it, vi } from 'vitest';
import { systemClock } from '../../../src/adapters/clock.ts';
import { cachedList } from '../../../src/gateway/cached-list.ts';

it('asks again for what has changed while it was asked for', async () => {
  const answers: ((items: string[]) => void)[] = [];
  const ask = vi.fn(() => new Promise<string[]>((answer) => answers.push(answer)));
  const changed = vi.fn();
  const list = cachedList(ask, systemClock, changed, { isOverdue: false });
  const first = list.read();
  list.expire();
  answers[0]?.(['before']);
  expect(await first).toEqual(['before']);
  await vi.waitFor(() => expect(ask).toHaveBeenCalledTimes(2));
  answers[1]?.(['after']);
  await vi.waitFor(() => expect(list.peek()).toEqual(['after']));
  expect(changed).toHaveBeenCalledTimes(2);
  expect(await list.read()).toEqual(['after']);
  expect(ask).toHaveBeenCalledTimes(2);
});
