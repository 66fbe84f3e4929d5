import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FLOORS } from '../../scripts/floors.mjs';

// Each folder of src/ has a README of a few lines. Which imports it names is what scripts/floors.mjs allows.

const SOURCE = resolve(import.meta.dirname, '../../src');
const FOLDERS = readdirSync(SOURCE, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

function paragraphsOf(name: string): string[] {
  const text = readFileSync(join(SOURCE, name, 'README.md'), 'utf8');
  return text
    .trim()
    .split('\n\n')
    .map((paragraph) => paragraph.replaceAll('\n', ' '));
}

describe.each(FOLDERS)('src/%s/README.md', (name) => {
  const folder = join(SOURCE, name);
  const paragraphs = paragraphsOf(name);

  it('is short: what the folder is, what it imports, where to start', () => {
    expect(paragraphs).toHaveLength(4);
    expect(paragraphs[0]).toBe(`# ${name}`);
    expect(paragraphs[2]).toMatch(/^Imports /);
    expect(paragraphs[3]).toMatch(/^Where to start: /);
    expect(paragraphs.join().length).toBeLessThanOrEqual(700);
  });

  it('names only files that exist', () => {
    const files = [...paragraphs.join().matchAll(/`([\w./-]+\.(?:ts|mjs))`/g)].map(([, file]) => file as string);
    // An import of a single file names it from src/, as scripts/floors.mjs does.
    const missing = files.filter((file) => ![folder, SOURCE].some((from) => existsSync(join(from, file))));
    expect(missing).toEqual([]);
    expect(files.length).toBeGreaterThan(0);
  });
});

describe.each(FOLDERS.filter((name) => FLOORS[name]))('src/%s/README.md', (name) => {
  it('names what the linter lets the folder import', () => {
    const [, , imports = ''] = paragraphsOf(name);
    const named = [...imports.matchAll(/`([^`]+)`/g)].map(([, imported]) => imported);
    expect(named).toEqual(FLOORS[name]);
  });
});
