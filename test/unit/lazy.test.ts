import { expect, it, vi } from 'vitest';
import { lazy } from '../../src/lazy.ts';

it('opens once, for everybody who asks at the same time and later', async () => {
  const open = vi.fn(async () => ({}));
  const value = lazy(open);
  expect(open).not.toHaveBeenCalled();
  const [first, second] = await Promise.all([value.get(), value.get()]);
  expect(first).toBe(second);
  expect(await value.get()).toBe(first);
  expect(open).toHaveBeenCalledTimes(1);
});

it('tries again after it could not be opened', async () => {
  const open = vi.fn<() => Promise<string>>().mockRejectedValueOnce(new Error('down')).mockResolvedValueOnce('up');
  const value = lazy(open);
  await expect(value.get()).rejects.toThrow('down');
  expect(await value.current()).toBeUndefined();
  expect(await value.get()).toBe('up');
});

it('is opened again after it was dropped, and only once for all who have lost the same value', async () => {
  let count = 0;
  const value = lazy(async () => ({ number: ++count }));
  const lost = await value.get();
  await value.drop(lost);
  expect(value.now).toBeUndefined();
  const next = await value.get();
  await value.drop(lost);
  expect(value.now).toBe(next);
  expect(count).toBe(2);
});
