import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FLOORS, floorsConfiguration, TERMINAL_ROOMS } from '../../scripts/floors.mjs';

// docs/architecture.md, "Floors": the linter reports a wrong import in every room, and no right one.

const ROOT = resolve(import.meta.dirname, '../..');
const BIOME = join(ROOT, 'node_modules/@biomejs/biome/bin/biome');
const ROOMS = Object.keys(FLOORS);
const GROUND = ROOMS.filter((room) => room.endsWith('.ts') && FLOORS[room]?.length === 0);

interface Planted {
  readonly file: string;
  readonly line: string;
  readonly rule: string;
}

const isFile = (room: string) => room.endsWith('.ts');
const isWithin = (one: string, other: string) => one === other || one.startsWith(`${other}/`);
const mayImport = (room: string, other: string) =>
  isWithin(other, room) || [...(FLOORS[room] ?? []), ...GROUND].some((each) => isWithin(other, each));

/** A file of a room at some depth that imports something of another room. */
function planted(room: string, other: string, folders = ''): Planted {
  const name = `${folders}from-${other.replaceAll(/\W/g, '-')}.ts`;
  const file = isFile(room) ? room : `${room}/${name}`;
  const target = isFile(other) ? other : `${other}/anything.ts`;
  const path = relative(dirname(file), target).replaceAll('\\', '/');
  return { file, line: `import '${path.startsWith('.') ? path : `./${path}`}';`, rule: 'noRestrictedImports' };
}

const pairs = ROOMS.filter((room) => !isFile(room)).flatMap((room) =>
  ROOMS.filter((other) => !isWithin(other, room) && !isWithin(room, other)).map((other) => [room, other] as const),
);
/** Whether a room may import the ports of a terminal. */
const mayAsk = (room: string) => TERMINAL_ROOMS.some((each) => isWithin(room, each));
const withPorts = ROOMS.filter((room) => !isFile(room) && room !== 'ports' && FLOORS[room]?.includes('ports'));
const WRONG: readonly Planted[] = [
  ...pairs.filter(([room, other]) => !mayImport(room, other)).map(([room, other]) => planted(room, other)),
  ...['cli', 'gateway', 'usecases/connect', 'manifest'].map((room) => planted(room, 'adapters', 'folder/')),
  ...withPorts.filter((room) => !mayAsk(room)).map((room) => planted(room, 'ports/person.ts')),
  planted('usecases/servers', 'ports/person.ts', 'folder/'),
  // A file can be planted once.
  ...ROOMS.filter(isFile).map((room) => planted(room, 'adapters')),
  { file: 'rules/node.ts', line: "import 'node:fs';", rule: 'noNodejsModules' },
  { file: 'usecases/call/node.ts', line: "import 'node:crypto';", rule: 'noNodejsModules' },
  { file: 'cli/node.ts', line: "import 'node:os';", rule: 'noNodejsModules' },
  { file: 'oauth/global.ts', line: 'export const found = process.env;', rule: 'noRestrictedGlobals' },
  { file: 'mcp/global.ts', line: "export const found = fetch('https://example.test');", rule: 'noRestrictedGlobals' },
  ...['Date.now()', 'performance.now()', 'setTimeout(act, 1)', 'setInterval(act, 1)', 'setImmediate(act)'].map(
    (call, index) => ({
      file: `gateway/time-${index}.ts`,
      line: `export const found = (act: () => void) => [act, ${call}];`,
      rule: 'noRestrictedGlobals',
    }),
  ),
];
const RIGHT: readonly Planted[] = [
  ...pairs.filter(([room, other]) => mayImport(room, other)).map(([room, other]) => planted(room, other)),
  ...withPorts.filter(mayAsk).map((room) => planted(room, 'ports/person.ts')),
  planted('cli', 'refusal.ts', 'folder/'),
  planted('gateway', 'tools', 'folder/'),
  { file: 'adapters/time.ts', line: 'export const found = () => Date.now();', rule: '' },
  { file: 'adapters/right.ts', line: "import 'node:fs';", rule: '' },
  { file: 'main.ts', line: "import './adapters/clock.ts';", rule: '' },
];

let folder: string;
let reported: Set<string>;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mcpctl-floors-'));
  for (const name of ['biome.json', '.gitignore']) copyFileSync(join(ROOT, name), join(folder, name));
  writeFileSync(join(folder, 'biome.floors.json'), JSON.stringify(floorsConfiguration()));
  for (const { file, line } of [...WRONG, ...RIGHT]) {
    const path = join(folder, 'src', file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${line}\n`);
  }
  const args = ['lint', '--reporter=json', '--max-diagnostics=none', 'src'];
  const { stdout } = spawnSync(process.execPath, [BIOME, ...args], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
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
  it.each(WRONG)('in src/$file, $line is reported', ({ file, rule }) => {
    expect([...reported]).toContain(`${rule} in src/${file}`);
  });

  it.each(RIGHT)('in src/$file, $line is fine', ({ file }) => {
    expect([...reported].filter((line) => line.endsWith(` src/${file}`))).toEqual([]);
  });

  // Biome restricts globals, but not their members.
  it('let adapters alone start a timeout, so that a test moves time instead of waiting', () => {
    const files = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' });
    const users = files.filter(
      (file) => file.endsWith('.ts') && readFileSync(join(ROOT, 'src', file), 'utf8').includes('AbortSignal.timeout'),
    );
    expect(users.filter((file) => !file.startsWith('adapters'))).toEqual([]);
  });

  it('are what the linter is configured with', () => {
    const { status } = spawnSync(process.execPath, ['scripts/floors.mjs', '--check'], { cwd: ROOT });
    expect(status).toBe(0);
  });
});
