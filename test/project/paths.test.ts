import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
const FOLDERS = ['.ci', '.github', 'bench', 'bin', 'docs', 'fixtures', 'schemas', 'scripts', 'src', 'test'];

const files = [...readdirSync(ROOT).filter((name) => !FOLDERS.includes(name)), ...FOLDERS.flatMap(filesIn)];
const pages = files.filter((path) => path.endsWith('.md') && !path.includes('golden/'));
const sources = files.filter((path) => /^(src|scripts|test)\/.*\.(ts|mts|mjs|cjs)$/.test(path));
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

/** A file by its path from the root, or by the end of its path; a folder of the root only from the root. */
const NAMES = /(?<![\w/.@:{}*-])(?:[\w.@-]+\/)*[\w.@-]*\w\.(?:ts|mts|mjs|cjs|md)\b(?![(\w/*])/g;
const PATHS = new RegExp(
  `(?<![\\w/.@:-])(?:${FOLDERS.join('|').replaceAll('.', '\\.')})/[\\w./@-]*[\\w/](?![\\w/*{@-])`,
  'g',
);

describe.each(pages)('%s', (page) => {
  it('names only files and folders that are there', () => {
    const code = [...read(page).matchAll(/`([^`\n]+)`/g)].map(([, text = '']) => text).join('\n');
    expect(missingIn(code)).toEqual([]);
  });

  it('links only to pages that are there', () => {
    const links = [...read(page).matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].map(([, link = '']) => link);
    const local = links.filter((link) => !/^\w+:/.test(link));
    expect(local.filter((link) => !existsSync(join(ROOT, dirname(page), link)))).toEqual([]);
  });
});

it('comments name only files and folders that are there', () => {
  const missing = sources.flatMap((path) => missingIn(commentsOf(read(path))).map((name) => `${path}: ${name}`));
  expect(missing).toEqual([]);
});

function missingIn(text: string): string[] {
  const named = new Set([...(text.match(NAMES) ?? []), ...(text.match(PATHS) ?? [])]);
  return [...named].filter((name) => !isThere(name));
}

function isThere(name: string): boolean {
  // CODE, NAME and the like stand for what the reader writes there; dist/ is there after a build.
  if (/\b[A-Z]{2,}\b/.test(name) || name.startsWith('dist/')) return true;
  if (existsSync(join(ROOT, name))) return true;
  const end = name.replace(/^(?:\.\.?\/)+/, '');
  return files.some((path) => path === end || path.endsWith(`/${end}`));
}

function commentsOf(source: string): string {
  return (source.match(/^\s*(?:\/\/|\/\*\*?|\*).*$|\s\/\/ .*$/gm) ?? []).join('\n');
}

function filesIn(folder: string): string[] {
  if (!existsSync(join(ROOT, folder))) return [];
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (!entry.isDirectory()) return [path];
    return entry.name === 'node_modules' ? [] : filesIn(path);
  });
}
