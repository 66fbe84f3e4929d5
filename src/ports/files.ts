/** The files of the machine. */

export interface Files {
  /** The bytes as text. Refuses `file-not-found`, `file-unreadable`; reads at most `limit` bytes and one more. */
  read(path: string, limit: number): Promise<string>;
  /** `read`, for whoever reads so many small files that a promise for each would count. */
  readSync(path: string, limit: number): string;
  /**
   * Starts to read many files in their order, beside everything else; `undefined` where that gains nothing. Pipes are
   * left to `readSync`, since what one holds can be read only once: `mayBePipes` where it takes a look to know them.
   */
  readAhead(paths: readonly string[], options: { readonly mayBePipes: boolean }): Promise<ReadAhead | undefined>;
  /** Standard input to its end, as `read` reads a file. */
  readInput(limit: number): Promise<string>;
  /**
   * Writes whole or not at all, keeping the mode of a file that exists; makes the folders above it.
   * Refuses `file-unwritable`.
   */
  write(path: string, content: string | Uint8Array): Promise<void>;
  /** Keeps a text beside the file that it is in, for its owner alone. Returns where. Refuses `file-unwritable`. */
  backUp(path: string, text: string): Promise<string>;
  exists(path: string): Promise<boolean>;
  /** The path from the root, so that it means the same from every folder. */
  absolute(path: string): string;
  isFolder(path: string): Promise<boolean>;
  /**
   * The files below a folder with one of these extensions, or those that match a glob (`*`, `**`, `?`, `[…]`,
   * `{…}`; `/` separates on every platform): sorted, named as the pattern is. Honours `.gitignore`, follows no
   * linked folder, never enters `.git` and `node_modules`.
   */
  find(search: FileSearch): Promise<string[]>;
  /** Those of these names that exist here or in a folder above, up to the root of the repository; nearest first. */
  findUpwards(names: readonly string[]): Promise<string[]>;
  /**
   * Calls back after one of the files has changed, or what a search may find, until aborted. Resolves when nothing is
   * missed any more.
   */
  watch(watched: WatchedFiles, changed: () => void, signal: AbortSignal): Promise<void>;
}

/** Texts of many files, read before they are asked for. */
export interface ReadAhead {
  /**
   * The text of the path with this index, which is larger than at the call before; `undefined` when it was not read in
   * time, or something is the matter with the file: `readSync` reads it, or says what.
   */
  textOf(index: number): string | undefined;
  /** Says that no more texts are needed. */
  close(): void;
}

export type FileSearch =
  | { readonly folder: string; readonly extensions: readonly string[] }
  | { readonly glob: string };

export interface WatchedFiles {
  readonly files: readonly string[];
  readonly searches: readonly FileSearch[];
}

export interface Folders {
  /** A path below the person's own folder, the platform's folder for settings of applications, or this folder. */
  inside(place: 'home' | 'settings' | 'here', path: readonly string[]): string;
}
