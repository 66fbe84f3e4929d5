/** The files of the machine. */

export interface Files {
  /**
   * Reads the bytes as text: at most `limit` bytes and one more.
   * @throws Refusal file-not-found, file-unreadable
   */
  read(path: string, limit: number): Promise<string>;
  /**
   * `read` for so many small files that a promise for each would count.
   * @throws Refusal file-not-found, file-unreadable
   */
  readSync(path: string, limit: number): string;
  /**
   * Starts to read many files in their order in another thread. Returns undefined where that gains nothing. A pipe is
   * left to `readSync`, because its content can be read only once; `mayBePipes` says that paths have to be examined for
   * that.
   */
  readAhead(paths: readonly string[], options: { readonly mayBePipes: boolean }): Promise<ReadAhead | undefined>;
  /** Reads standard input to its end, as `read` reads a file. */
  readInput(limit: number): Promise<string>;
  /**
   * Writes a result: the whole file or nothing. Follows no link, and replaces only a plain file of this user, whose mode
   * stays. Makes the folders above.
   * @throws Refusal file-unwritable
   */
  write(path: string, content: string | Uint8Array): Promise<void>;
  /**
   * Writes a file that is not there yet, as `write` does. Returns false when something has this name, also a link.
   * @throws Refusal file-unwritable
   */
  writeNew(path: string, content: string | Uint8Array): Promise<boolean>;
  /**
   * Changes a file that was read: the whole file or nothing. A link stays a link; one that leads out of its repository is
   * refused.
   * @throws Refusal file-unwritable
   */
  rewrite(path: string, content: string | Uint8Array): Promise<void>;
  /**
   * Adds text at the end of a file, and follows no link.
   * @throws Refusal file-unwritable
   */
  append(path: string, text: string): Promise<void>;
  /**
   * Keeps a copy of a text beside the file it came from, readable by its owner alone. Returns the path of the copy.
   * @throws Refusal file-unwritable
   */
  backUp(path: string, text: string): Promise<string>;
  exists(path: string): Promise<boolean>;
  /**
   * Whether a link in the path leads out of its repository; outside of one, out of the current folder or the folder of the
   * path.
   */
  leaves(path: string): Promise<boolean>;
  /**
   * Admits a path that a person named. In CI a path that `leaves` is refused.
   * @throws Refusal file-unreadable
   */
  admit(path: string): Promise<void>;
  /** Returns the path from the root, which means the same in every folder. */
  absolute(path: string): string;
  /**
   * Returns the path from the current folder, for what is outside of it from the root of the repository, and for what is
   * outside of both from the root of the machine; with `/` between names.
   */
  addressOf(path: string): string;
  /** Returns the same text for every spelling of a path: `./a`, `b/../a`, through a link to a folder above. */
  identify(path: string): string;
  isFolder(path: string): Promise<boolean>;
  /**
   * Finds the files below a folder with one of these extensions, or those that match a glob (`*`, `**`, `?`, `[…]`,
   * `{…}`; `/` separates on every platform). The result is sorted and named as the pattern is. Honours `.gitignore`,
   * follows no linked folder, and never enters `.git` and `node_modules`. A link that leads nowhere, or out of the
   * repository, is left out.
   * @throws Refusal file-unreadable for a folder or link that cannot be read, usage for a pattern that is too long
   */
  find(search: FileSearch): Promise<string[]>;
  /**
   * Returns those of the names that exist here or in a folder above, up to the root of the repository or the home folder,
   * nearest first. Without either above, only this folder counts.
   */
  findUpwards(names: readonly string[]): Promise<readonly FileAbove[]>;
  /** Returns every path at which `findUpwards` looks. */
  namesUpwards(names: readonly string[]): readonly string[];
  /**
   * Calls `changed` after one of the files, or what a search can find, has changed, until the signal is aborted.
   * Resolves when no later change can be missed.
   * @throws Refusal file-unreadable for a folder that cannot be watched
   */
  watch(watched: WatchedFiles, changed: () => void, signal: AbortSignal): Promise<void>;
}

export interface FileAbove {
  readonly path: string;
  /** Why the file must not count, as a sentence: another user, or whoever can plant a link, may have put it there. */
  readonly distrust?: string;
}

/** The texts of many files, read before the caller needs them. */
export interface ReadAhead {
  /**
   * Returns the text of the path with this index, which must be larger than in the call before. Returns undefined when
   * the file was not read in time or has a fault: the caller then uses `readSync`, which reads it or says what is
   * wrong.
   */
  textOf(index: number): string | undefined;
  /** Says that no more texts are needed. */
  close(): void;
}

export type FileSearch =
  /** `everything`: what `.gitignore` names is found too. */
  | { readonly folder: string; readonly extensions: readonly string[]; readonly everything?: boolean }
  | { readonly glob: string; readonly everything?: boolean };

export interface WatchedFiles {
  readonly files: readonly string[];
  /** More files, in folders that are passed over where they cannot be watched. */
  readonly whereAllowed?: readonly string[];
  readonly searches: readonly FileSearch[];
}

export interface Folders {
  /** Returns a path below the home folder of the user, the settings folder of the platform, or the current folder. */
  inside(place: 'home' | 'settings' | 'here', path: readonly string[]): string;
}
