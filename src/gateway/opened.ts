/** Something that is opened when it is first needed, shared by all, and opened anew after it was lost. */
export interface Opened<T> {
  get(): Promise<T>;
  /** The next `get` opens it anew, unless somebody has done so already. */
  drop(lost: T): Promise<void>;
  /** What is open or being opened; undefined when nothing is, or when that fails. */
  current(): Promise<T | undefined>;
}

export function openedOnce<T>(open: () => Promise<T>): Opened<T> {
  let opened: Promise<T> | undefined;
  const current = async () => opened?.catch(() => undefined);
  return {
    get() {
      opened ??= open().catch((thrown) => {
        // Whoever comes next tries again.
        opened = undefined;
        throw thrown;
      });
      return opened;
    },
    async drop(lost) {
      const before = opened;
      if ((await current()) === lost && opened === before) opened = undefined;
    },
    current,
  };
}
