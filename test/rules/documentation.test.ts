import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { allRules } from '../../src/rules/index.ts';

const root = join(import.meta.dirname, '../..');

it('docs/rules.md is what the rules and fixtures make of it', () => {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/rules-doc.mjs', '--check'], {
    cwd: root,
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  expect(status).toBe(0);
});

it('docs/rules.md has a section for every code, in order', () => {
  const page = readFileSync(join(root, 'docs/rules.md'), 'utf8');
  expect([...page.matchAll(/^## (.+)$/gm)].map(([, code]) => code)).toEqual(allRules.map(({ code }) => code));
});
