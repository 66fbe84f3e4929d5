import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

// docs/architecture.md, "Floors": a wrong import planted in a room is reported by the linter.

const ROOT = resolve(import.meta.dirname, '../..');
const BIOME = join(ROOT, 'node_modules/@biomejs/biome/bin/biome');

const WRONG: readonly [file: string, line: string, rule: string][] = [
  ['manifest/planted.ts', "import '../rules/index.ts';", 'noRestrictedImports'],
  ['rules/planted.ts', "import '../plan/plan.ts';", 'noRestrictedImports'],
  ['plan/planted.ts', "import '../compile/targets.ts';", 'noRestrictedImports'],
  ['compile/planted.ts', "import '../rules/index.ts';", 'noRestrictedImports'],
  ['oauth/planted.ts', "import '../mcp/session.ts';", 'noRestrictedImports'],
  ['mcp/planted.ts', "import '../oauth/challenge.ts';", 'noRestrictedImports'],
  ['usecases/planted.ts', "import '../adapters/sqlite.ts';", 'noRestrictedImports'],
  ['adapters/planted.ts', "import '../usecases/call.ts';", 'noRestrictedImports'],
  ['cli/planted.ts', "import '../adapters/clock.ts';", 'noRestrictedImports'],
  ['cli/commands/planted.ts', "import '../../adapters/clock.ts';", 'noRestrictedImports'],
  ['gateway/planted.ts', "import '../cli/program.ts';", 'noRestrictedImports'],
  ['secret.ts', "import './manifest/types.ts';", 'noRestrictedImports'],
  ['records.ts', "import './usecases/call.ts';", 'noRestrictedImports'],
  ['rules/node.ts', "import 'node:fs';", 'noNodejsModules'],
  ['usecases/node.ts', "import 'node:crypto';", 'noNodejsModules'],
  ['cli/node.ts', "import 'node:os';", 'noNodejsModules'],
  ['oauth/global.ts', 'export const found = process.env;', 'noRestrictedGlobals'],
  ['mcp/global.ts', "export const found = fetch('https://example.test');", 'noRestrictedGlobals'],
];

const RIGHT: readonly [file: string, line: string][] = [
  ['rules/right.ts', "import '../manifest/types.ts';"],
  ['mcp/right.ts', "import '../refusal.ts';"],
  ['usecases/right.ts', "import '../oauth/challenge.ts';"],
  ['adapters/right.ts', "import 'node:fs';"],
  ['cli/right.ts', "import '../usecases/call.ts';"],
  ['main.ts', "import './adapters/clock.ts';"],
];

let folder: string;
let reported: Set<string>;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mcpctl-floors-'));
  for (const name of ['biome.json', '.gitignore']) copyFileSync(join(ROOT, name), join(folder, name));
  for (const [file, line] of [...WRONG, ...RIGHT]) {
    const path = join(folder, 'src', file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${line}\n`);
  }
  const args = ['lint', '--reporter=json', '--max-diagnostics=none', 'src'];
  const { stdout } = spawnSync(process.execPath, [BIOME, ...args], { cwd: folder, encoding: 'utf8' });
  reported = new Set(
    JSON.parse(stdout).diagnostics.map(
      ({ category, location }: { category: string; location: { path: string | { file: string } } }) => {
        const path = typeof location.path === 'string' ? location.path : location.path.file;
        return `${category.split('/').at(-1)} in ${path.replaceAll('\\', '/')}`;
      },
    ),
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the floors', () => {
  it.each(WRONG)('in src/%s, %s is reported', (file, _line, rule) => {
    expect([...reported]).toContain(`${rule} in src/${file}`);
  });

  it.each(RIGHT)('in src/%s, %s is fine', (file) => {
    expect([...reported].filter((line) => line.endsWith(` src/${file}`))).toEqual([]);
  });
});
