/** Finds the files below a folder, or those that match a glob, as git would see them. */
import { type Dirent, existsSync, lstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import picomatch from 'picomatch';
import type { FileSearch } from '../ports/index.ts';
import { Refusal } from '../refusal.ts';
import { leadsNowhere, unreadable, unreadableFolder } from './file-faults.ts';
import { type Ignores, ignoresOf } from './git-ignore.ts';
import { leavesByLink, rootOf } from './links.ts';

/** The longest path of Linux. picomatch takes no pattern of more than 65,536 characters. */
const LONGEST_PATTERN = 4096;

const NEVER_ENTERED = new Set(['.git', 'node_modules']);

/**
 * Sorts by name, so that every machine reports in the same order.
 *
 * @throws Refusal `file-unreadable` for a folder that may hold files and cannot be read; `usage` for a pattern too long.
 */
export function findFiles(search: FileSearch): string[] {
  const { files, faults } = walk(search);
  if (faults[0]) throw faults[0];
  return files.sort();
}

/** Returns the folders in which a file can appear, whether or not one is there now. Those it cannot read are left out. */
export function foldersOf(search: FileSearch): string[] {
  return walk(search).folders;
}

interface Walk {
  readonly files: string[];
  /** Those that can be read. */
  readonly folders: string[];
  readonly faults: Refusal[];
}

function walk(search: FileSearch): Walk {
  const { base, accepts, enters } = scopeOf(search);
  const files: string[] = [];
  const folders: string[] = [];
  const faults: Refusal[] = [];
  const attempt = <T>(look: () => T, refusal: (cause: unknown) => Refusal): T | undefined => {
    try {
      return look();
    } catch (cause) {
      if (!leadsNowhere(cause)) faults.push(refusal(cause));
      return undefined;
    }
  };
  let root: string | undefined;
  const isFile = (entry: Dirent, path: string) => {
    if (!entry.isSymbolicLink()) return entry.isFile();
    root ??= leavesByLink(base) ? base : rootOf(join(base, entry.name));
    const within = root;
    return attempt(
      () => statSync(path).isFile() && !leavesByLink(path, within),
      (cause) => unreadable(path, cause),
    );
  };
  const visit = (folder: string, rules: readonly Rules[]) => {
    const entries = attempt(
      () => readdirSync(folder, { withFileTypes: true }),
      (cause) => unreadableFolder(folder, cause),
    );
    if (!entries) return;
    folders.push(folder);
    const below = search.everything ? rules : withRulesOf(folder, rules);
    const before = folder === '.' ? '' : join(folder, sep);
    for (const entry of entries) {
      const path = before + entry.name;
      if (entry.isDirectory()) {
        if (!NEVER_ENTERED.has(entry.name) && enters(path) && !isIgnored(path, true, below)) visit(path, below);
      } else if (accepts(path) && isFile(entry, path) && !isIgnored(path, false, below)) {
        files.push(path);
      }
    }
  };
  const above = search.everything ? [] : rulesAbove(base);
  if (above) visit(base, above);
  return { files, folders, faults };
}

interface Scope {
  /** Where the search starts. */
  readonly base: string;
  readonly accepts: (path: string) => boolean;
  /** Whether a folder can hold a file that is accepted. */
  readonly enters: (folder: string) => boolean;
}

/** @throws Refusal `usage` for a pattern that is too long. */
export function scopeOf(search: FileSearch): Scope {
  if ('folder' in search) {
    const accepts = (path: string) => search.extensions.some((extension) => path.endsWith(extension));
    return { base: search.folder, accepts, enters: () => true };
  }
  const written = sep === '\\' ? search.glob.replaceAll('\\', '/') : search.glob;
  if (written.length > LONGEST_PATTERN) {
    throw new Refusal('usage', {
      what: `A pattern has ${written.length} characters.`,
      why: `It may have ${LONGEST_PATTERN}.`,
      hint: 'Name the folder instead.',
    });
  }
  const { base } = picomatch.scan(written);
  const pattern = written.replace(/^(\.\/)+/, '');
  const matches = picomatch(pattern, { dot: true });
  const above = foldersAbove(pattern);
  return {
    base: base === '' ? '.' : base,
    accepts: (path) => matches(path.split(sep).join('/')),
    enters: (folder) => above(folder.split(sep)),
  };
}

/** Which folders lead to a match of the pattern, step by step. Behind `**`, or a slash in braces, every folder does. */
function foldersAbove(pattern: string): (steps: readonly string[]) => boolean {
  if (/[{(][^})]*\//.test(pattern)) return () => true;
  const parts = pattern.split('/');
  const tests = parts
    .slice(0, -1)
    .map((part) => (part.includes('**') ? undefined : picomatch(part || '.', { dot: true })));
  const isDeep = parts.some((part) => part.includes('**'));
  return (steps) => {
    if (!isDeep && steps.length > tests.length) return false;
    for (const [index, step] of steps.entries()) {
      const test = tests[index];
      if (!test) return true;
      if (step !== parts[index] && !test(step)) return false;
    }
    return true;
  };
}

/** The patterns of one `.gitignore`, and the folder they are relative to. */
interface Rules {
  readonly folder: string;
  readonly ignores: Ignores;
}

/**
 * The nearest `.gitignore` that says anything about a path decides (gitignore(5)). Nobody asks about what is in an ignored
 * folder, so the folders above are not looked at.
 */
function isIgnored(path: string, isFolder: boolean, rules: readonly Rules[]): boolean {
  const whole = rules.length === 0 ? '' : resolve(path);
  for (let index = rules.length - 1; index >= 0; index--) {
    const { folder, ignores } = rules[index] as Rules;
    const verdict = ignores(relative(folder, whole).split(sep).join('/'), isFolder);
    if (verdict !== undefined) return verdict;
  }
  return false;
}

const IGNORES_CASE = process.platform === 'win32' || process.platform === 'darwin';

/** As git, follows no link in the place of a `.gitignore`. */
function withRulesOf(folder: string, rules: readonly Rules[]): readonly Rules[] {
  const file = join(folder, '.gitignore');
  try {
    if (!lstatSync(file, { throwIfNoEntry: false })?.isFile()) return rules;
    return [...rules, { folder: resolve(folder), ignores: ignoresOf(readFileSync(file, 'utf8'), IGNORES_CASE) }];
  } catch {
    return rules;
  }
}

/**
 * The rules of the folders above, from the root of the repository on: outside of a repository none. `undefined` when they
 * say that the folder itself is ignored.
 */
function rulesAbove(base: string): readonly Rules[] | undefined {
  const chain: string[] = [];
  for (let folder = resolve(base); ; folder = dirname(folder)) {
    chain.unshift(folder);
    if (existsSync(join(folder, '.git'))) break;
    if (folder === dirname(folder)) return [];
  }
  let rules: readonly Rules[] = [];
  for (const [index, folder] of chain.slice(1).entries()) {
    rules = withRulesOf(chain[index] as string, rules);
    if (isIgnored(folder, true, rules)) return undefined;
  }
  return rules;
}
