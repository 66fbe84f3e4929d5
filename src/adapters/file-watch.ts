/** Watching files, as editors write them. */
import { watch } from 'node:fs';
import { basename, dirname } from 'node:path';

/** How long to wait for the rest of a burst, in milliseconds: one save is several events. */
const SETTLED = 50;

/**
 * Watches the folders and not the files, because many editors replace a file instead of writing into it.
 */
export function watchFiles(paths: readonly string[], changed: () => void, signal: AbortSignal): void {
  const names = new Map<string, Set<string>>();
  for (const path of paths) {
    const folder = dirname(path);
    names.set(folder, (names.get(folder) ?? new Set()).add(basename(path)));
  }
  let pending: NodeJS.Timeout | undefined;
  const settle = () => {
    clearTimeout(pending);
    pending = setTimeout(changed, SETTLED);
  };
  for (const [folder, files] of names) {
    watch(folder, { signal }, (_event, name) => {
      if (name !== null && files.has(name)) settle();
    });
  }
  signal.addEventListener('abort', () => clearTimeout(pending), { once: true });
}
