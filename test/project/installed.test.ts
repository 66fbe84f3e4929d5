import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, it } from 'vitest';

const { isInstalled } = await import(resolve('scripts/installed.mjs'));

const folder = mkdtempSync(join(tmpdir(), 'mcpctl-installed-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('npm test and the quickstart install what is missing, or older than the lock file', () => {
  const wanted = join(folder, 'package-lock.json');
  writeFileSync(wanted, '{}');
  expect(isInstalled(folder)).toBe(false);
  mkdirSync(join(folder, 'node_modules'));
  writeFileSync(join(folder, 'node_modules/.package-lock.json'), '{}');
  expect(isInstalled(folder)).toBe(true);
  const soon = Date.now() / 1000 + 60;
  utimesSync(wanted, soon, soon);
  expect(isInstalled(folder)).toBe(false);
});
