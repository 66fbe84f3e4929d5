/** An asynchronous context, by Node's `AsyncLocalStorage`. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { AsyncContext } from '../ports/index.ts';

export function createAsyncContext<T>(): AsyncContext<T> {
  const storage = new AsyncLocalStorage<T>();
  return { run: (value, work) => storage.run(value, work), current: () => storage.getStore() };
}
