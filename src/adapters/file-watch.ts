/** Watches files, as editors write them, and folders in which files can appear. */
import { type FSWatcher, statSync, watch } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { FileSearch, WatchedFiles } from '../ports/index.ts';
import { Refusal } from '../refusal.ts';
import { unreadableFolder } from './file-faults.ts';
import { foldersOf, scopeOf } from './file-search.ts';

/** In milliseconds: one save of an editor is several events, and this is how long the rest of them may take. */
const SETTLED = 50;

/** Watches folders instead of files, because many editors replace a file instead of writing into it. */
export function watchFiles(
  { files, whereAllowed = [], searches }: WatchedFiles,
  changed: () => void,
  signal: AbortSignal,
): void {
  let pending: NodeJS.Timeout | undefined;
  const settle = () => {
    clearTimeout(pending);
    pending = setTimeout(() => {
      for (const each of searched) each.follow();
      changed();
    }, SETTLED);
  };
  watchNames(files, settle, signal);
  for (const path of whereAllowed) ifAllowed(() => watchNames([path], settle, signal));
  const searched = searches.map((search) => watchSearch(search, settle, signal));
  signal.addEventListener('abort', () => clearTimeout(pending), { once: true });
}

function watchNames(paths: readonly string[], changed: () => void, signal: AbortSignal): void {
  const names = new Map<string, Set<string>>();
  for (const path of paths) {
    const folder = dirname(path);
    names.set(folder, (names.get(folder) ?? new Set()).add(basename(path)));
  }
  for (const [folder, files] of names) {
    begin(folder, signal, (name) => {
      if (files.has(name)) changed();
    });
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** `follow` starts to watch folders that have appeared, and stops for those that are gone. */
function watchSearch(search: FileSearch, changed: () => void, signal: AbortSignal): { follow: () => void } {
  const { accepts } = scopeOf(search);
  const watchers = new Map<string, FSWatcher>();
  const matters = (path: string) => accepts(path) || basename(path) === '.gitignore' || isFolder(path);
  const follow = () => {
    const folders = new Set(foldersOf(search));
    for (const [folder, watcher] of watchers) {
      if (folders.has(folder)) continue;
      watcher.close();
      watchers.delete(folder);
    }
    for (const folder of folders) {
      if (watchers.has(folder)) continue;
      const watcher = begin(folder, signal, (name) => {
        if (matters(folder === '.' ? name : join(folder, name))) changed();
      });
      watchers.set(folder, watcher);
    }
  };
  follow();
  return {
    // When the folder went away again, or may not be read, the check that follows says so.
    follow: () => ifAllowed(follow),
  };
}

function ifAllowed(begins: () => void): void {
  try {
    begins();
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown;
  }
}

/** @throws Refusal `file-unreadable` */
function begin(folder: string, signal: AbortSignal, changed: (name: string) => void): FSWatcher {
  try {
    const watcher = watch(folder, { signal }, (_event, name) => {
      if (name !== null) changed(name);
    });
    // A removed folder may report an error; the folder above it has reported the change already.
    watcher.on('error', () => watcher.close());
    return watcher;
  } catch (cause) {
    throw unreadableFolder(folder, cause);
  }
}
