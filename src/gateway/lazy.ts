/** Something that is opened when it is first needed, shared by all, and opened anew after it was lost. */
export interface Lazy<T> {
  get(): Promise<T>;
  /** The next `get` opens it anew, unless somebody has done so already. */
  drop(lost: T): Promise<void>;
  /** What is open or being opened; undefined when nothing is, or when that fails. */
  current(): Promise<T | undefined>;
  /** What is open; undefined when nothing is, or is yet. */
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
          // Whoever comes next tries again.
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
