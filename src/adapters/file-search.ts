/** Finds the files below a folder, or those that match a glob, as git would see them. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import picomatch from 'picomatch';
import type { FileSearch } from '../ports/index.ts';

const NEVER_ENTERED = new Set(['.git', 'node_modules']);

/** Sorts by name, so that every machine reports in the same order. A folder that cannot be read holds nothing. */
export function findFiles(search: FileSearch): string[] {
  return walk(search).files.sort();
}

/** Returns the folders in which a file can appear, whether or not one is there now. */
export function foldersOf(search: FileSearch): string[] {
  return walk(search).folders;
}

function walk(search: FileSearch): { files: string[]; folders: string[] } {
  const { base, accepts } = scopeOf(search);
  const files: string[] = [];
  const folders: string[] = [];
  if (!statSync(base, { throwIfNoEntry: false })?.isDirectory()) return { files, folders };
  const visit = (folder: string, rules: readonly Rules[]) => {
    folders.push(folder);
    const below = withRulesOf(folder, rules);
    const before = folder === '.' ? '' : join(folder, sep);
    for (const entry of entriesOf(folder)) {
      const path = before + entry.name;
      if (entry.isDirectory()) {
        if (!NEVER_ENTERED.has(entry.name) && !isIgnored(`${path}/`, below)) visit(path, below);
      } else if (accepts(path) && isFile(entry, path) && !isIgnored(path, below)) {
        files.push(path);
      }
    }
  };
  visit(base, rulesAbove(base));
  return { files, folders };
}

/** Where a search starts, and which files it finds. */
export function scopeOf(search: FileSearch): { base: string; accepts: (path: string) => boolean } {
  if ('folder' in search) {
    return { base: search.folder, accepts: (path) => search.extensions.some((extension) => path.endsWith(extension)) };
  }
  const pattern = sep === '\\' ? search.glob.replaceAll('\\', '/') : search.glob;
  const { base } = picomatch.scan(pattern);
  const matches = picomatch(pattern.replace(/^(\.\/)+/, ''), { dot: true });
  return { base: base === '' ? '.' : base, accepts: (path) => matches(path.split(sep).join('/')) };
}

/** The patterns of one `.gitignore`, and the folder they are relative to. */
interface Rules {
  readonly folder: string;
  readonly matcher: Ignore;
}

/** The deepest `.gitignore` that says anything about a path decides (gitignore(5)). */
function isIgnored(path: string, rules: readonly Rules[]): boolean {
  let ignored = false;
  for (const { folder, matcher } of rules) {
    const name = relative(folder, resolve(path)).split(sep).join('/');
    const verdict = matcher.test(path.endsWith('/') ? `${name}/` : name);
    if (verdict.ignored) ignored = true;
    else if (verdict.unignored) ignored = false;
  }
  return ignored;
}

function withRulesOf(folder: string, rules: readonly Rules[]): readonly Rules[] {
  const file = join(folder, '.gitignore');
  if (!existsSync(file)) return rules;
  try {
    return [...rules, { folder: resolve(folder), matcher: ignore().add(readFileSync(file, 'utf8')) }];
  } catch {
    return rules;
  }
}

/** Reads the rules of the folders above, up to the root of the repository. Outside a repository there are none. */
function rulesAbove(base: string): readonly Rules[] {
  const chain: string[] = [];
  for (let folder = resolve(base); ; folder = dirname(folder)) {
    if (folder !== resolve(base)) chain.unshift(folder);
    if (existsSync(join(folder, '.git')))
      return chain.reduce<readonly Rules[]>((all, each) => withRulesOf(each, all), []);
    if (folder === dirname(folder)) return [];
  }
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

function isFile(entry: { isFile(): boolean; isSymbolicLink(): boolean }, path: string): boolean {
  return entry.isFile() || (entry.isSymbolicLink() && (statSync(path, { throwIfNoEntry: false })?.isFile() ?? false));
}
