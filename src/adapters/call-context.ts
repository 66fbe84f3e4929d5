/** Whose work it is, by Node's asynchronous context. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { AsyncContext } from '../ports/index.ts';

export function createAsyncContext<T>(): AsyncContext<T> {
  const storage = new AsyncLocalStorage<T>();
  return { run: (whose, work) => storage.run(whose, work), current: () => storage.getStore() };
}
