/** A value that is opened when it is first needed, shared by all users, and opened again after a failure or a loss. */
export interface Lazy<T> {
  get(): Promise<T>;
  /** Makes the next `get` open a new value, unless `lost` has been replaced already. */
  drop(lost: T): Promise<void>;
  /** The value that is open or being opened; undefined when there is none, or when opening it fails. */
  current(): Promise<T | undefined>;
  /** The value that is open now; undefined while it is being opened. */
  readonly now: T | undefined;
}

export function lazy<T>(open: () => Promise<T>): Lazy<T> {
  let opened: Promise<T> | undefined;
  let now: T | undefined;
  const current = async () => opened?.catch(() => undefined);
  return {
    get() {
      opened ??= open().then(
        (value) => {
          now = value;
          return value;
        },
        (thrown) => {
          // The next `get` tries again.
          opened = undefined;
          throw thrown;
        },
      );
      return opened;
    },
    async drop(lost) {
      const before = opened;
      if ((await current()) !== lost || opened !== before) return;
      opened = undefined;
      now = undefined;
    },
    current,
    get now() {
      return now;
    },
  };
}
