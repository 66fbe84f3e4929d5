import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

// CONTRIBUTING.md, "A rule of the linter": what the scaffold writes passes every check, before anybody changes it.

const ROOT = resolve(import.meta.dirname, '../..');
const COPIED = ['src', 'test/fakes', 'test/setup', 'test/unit/rules', 'scripts', 'fixtures', 'schemas'];
const FILES = ['package.json', 'vitest.config.mts', 'biome.json', 'biome.floors.json', '.gitignore'];

let copy: string;
beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'mcpctl-new-rule-'));
  for (const name of [...COPIED, ...FILES]) cpSync(join(ROOT, name), join(copy, name), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'), 'junction');
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

function run(...args: readonly string[]) {
  return spawnSync(process.execPath, args, { cwd: copy, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } });
}

describe('npm run new:rule', () => {
  it('writes a rule with fixtures that pass, formatted, and says what to do next', () => {
    const { status, stdout } = run('scripts/new-rule.mjs', 'description-written');
    expect(status).toBe(0);
    expect(stdout).toContain('Next:\n  1. src/rules/description-written.ts: write the check.');
    expect(readFileSync(join(copy, 'src/rules/rules.ts'), 'utf8')).toMatch(/^ {2}descriptionWritten,\n\];$/m);
    const tests = run('node_modules/vitest/vitest.mjs', 'run', '--project', 'unit', 'fixtures.test.ts', 'lint.test.ts');
    expect(tests.stdout).toContain('Test Files  2 passed (2)');
    expect(tests.status).toBe(0);
    const lint = run('node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', 'src/rules');
    expect(lint.stderr).toBe('');
    expect(lint.status).toBe(0);
  });

  it.each([
    ['a code that is not kebab-case', 'DescriptionWritten', 'A code is kebab-case'],
    ['a rule that exists', 'scope-duplicate', 'src/rules/scope-duplicate.ts exists already.'],
  ])('refuses %s', (_, code, message) => {
    const { status, stderr } = run('scripts/new-rule.mjs', code);
    expect(stderr).toContain(message);
    expect(status).toBe(1);
  });
});
