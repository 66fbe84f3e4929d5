/** A promise that is settled from outside. `Promise.withResolvers` needs Node 22. */

export interface Deferred<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (reason: unknown) => void;
}

/** A rejection that nobody waits for ends nothing. */
export function deferred<T>(): Deferred<T> {
  let resolve = (_value: T) => {};
  let reject = (_reason: unknown) => {};
  const promise = new Promise<T>((succeed, fail) => {
    resolve = succeed;
    reject = fail;
  });
  promise.catch(() => {});
  return { promise, resolve, reject };
}
