import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
const PAGES = ['README.md', ...readdirSync(join(ROOT, 'docs')).map((name) => `docs/${name}`)].filter((page) =>
  page.endsWith('.md'),
);

it.each(PAGES)('%s names only files that are there', (page) => {
  const named = readFileSync(join(ROOT, page), 'utf8').match(/(?<=`)(src|test|scripts|schemas)\/[\w./-]+(?=`)/g) ?? [];
  expect(named.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
});
