import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { codeNames } from '../../src/rules/codes.ts';

const root = join(import.meta.dirname, '../..');

it('the generated pages are what rules, fixtures, commands and routes make of them', () => {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/docs.mjs', '--check'], {
    cwd: root,
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  expect(status).toBe(0);
});

it('docs/rules.md has a section for every code, in order', () => {
  const page = readFileSync(join(root, 'docs/rules.md'), 'utf8');
  expect([...page.matchAll(/^## (.+)$/gm)].map(([, code]) => code)).toEqual(codeNames());
});
