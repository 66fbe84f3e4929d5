/** Finds the files below a folder, or those that match a glob, as git would see them. */
import { type Dirent, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import picomatch from 'picomatch';
import type { FileSearch } from '../ports/index.ts';
import { Refusal } from '../refusal.ts';
import { leadsNowhere, unreadable, unreadableFolder } from './file-faults.ts';

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
  const isFile = (entry: Dirent, path: string) => {
    if (!entry.isSymbolicLink()) return entry.isFile();
    return attempt(
      () => statSync(path).isFile(),
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
    const below = withRulesOf(folder, rules);
    const before = folder === '.' ? '' : join(folder, sep);
    for (const entry of entries) {
      const path = before + entry.name;
      if (entry.isDirectory()) {
        if (!NEVER_ENTERED.has(entry.name) && enters(path) && !isIgnored(`${path}/`, below)) visit(path, below);
      } else if (accepts(path) && isFile(entry, path) && !isIgnored(path, below)) {
        files.push(path);
      }
    }
  };
  visit(base, rulesAbove(base));
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
