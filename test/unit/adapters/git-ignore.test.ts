/** Compares our reading of `.gitignore` with that of git, over random patterns in random folders. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { findFiles } from '../../../src/adapters/file-search.ts';
import { ignoresOf } from '../../../src/adapters/git-ignore.ts';
import { needsUnix } from '../../fakes/needs.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mcpctl-ignore-'));
  execFileSync('git', ['init', '-q', folder]);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The files that git would add, as it names them. */
function filesOfGit(): string[] {
  const out = execFileSync('git', ['-c', 'core.excludesFile=', 'ls-files', '-z', '--others', '--exclude-standard'], {
    cwd: folder,
    encoding: 'utf8',
  });
  return out.split('\0').filter((name) => name.endsWith('.yaml'));
}

function ourFiles(): string[] {
  return findFiles({ folder, extensions: ['.yaml'] }).map((path) => relative(folder, path));
}

const NAMES = ['a', 'b', 'vendor', 'x y', 'é', 'A', '[b]', '-'];
const FILES = ['m.yaml', 'n.yaml', 'é.yaml', '!m.yaml', '#n.yaml', 'a-b.yaml'];
const piece = fc.constantFrom(
  ...[...NAMES, ...FILES, '*', '**', '***', '?', '/', '/', '[ab]', '[!a]', '[^a-c]', '[[:alpha:]]', '[]a]', '[a', '\\'],
  ...['\\*', '\\ ', ' ', '*.yaml', 'm', 'n', '.', '.yaml', '[a\\-z]', '[[:nope:]]', '[z-a]', '!', '#', '\t', '\r'],
);
const line = fc
  .tuple(fc.constantFrom('', '', '', '!', '/', '**/', '\\!', '#'), fc.array(piece, { minLength: 1, maxLength: 5 }))
  .map(([start, pieces]) => start + pieces.join(''));
const ignoreFile = fc.array(line, { maxLength: 5 }).map((lines) => `${lines.join('\n')}\n`);

it('finds the files that git finds', needsUnix, () => {
  const folders = ['.', 'a', 'vendor', 'a/vendor', 'a/b', 'x y/a', 'é/A', '[b]/-'];
  for (const each of folders) {
    mkdirSync(join(folder, each), { recursive: true });
    for (const name of FILES) writeFileSync(join(folder, each, name), '');
  }
  const case_ = fc.tuple(ignoreFile, ignoreFile, ignoreFile);
  fc.assert(
    fc.property(case_, ([top, a, vendor]) => {
      writeFileSync(join(folder, '.gitignore'), top);
      writeFileSync(join(folder, 'a/.gitignore'), a);
      writeFileSync(join(folder, 'a/vendor/.gitignore'), vendor);
      expect(ourFiles().sort()).toEqual(filesOfGit().sort());
    }),
    { numRuns: Number(process.env.MCPCTL_RUNS ?? 150), seed: Number(process.env.MCPCTL_SEED ?? 20261201) },
  );
});

it.each<[string, Readonly<Record<string, string>>]>([
  ['a folder below says again what a folder above ignores', { '.gitignore': 'vendor/', 'a/.gitignore': '!vendor' }],
  ['names are not the same in another case', { '.gitignore': 'VENDOR\nM.yaml' }],
  ['a line may end as on Windows, and a file begin with a mark', { '.gitignore': '\uFEFFvendor\r\nn.yaml\r\n' }],
  ['a question mark is one byte', { '.gitignore': '?.yaml' }],
])('%s', needsUnix, (_, files) => {
  for (const name of ['a/vendor/m.yaml', 'n.yaml', 'é.yaml', 'm.yaml']) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), '');
  }
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  expect(ourFiles()).toEqual(filesOfGit());
});

it('a link in the place of .gitignore is not followed', needsUnix, () => {
  writeFileSync(join(folder, 'patterns'), '*.yaml');
  symlinkSync('patterns', join(folder, '.gitignore'));
  writeFileSync(join(folder, 'm.yaml'), '');
  expect(ourFiles()).toEqual(['m.yaml']);
});

it('a folder that git ignores holds nothing, also when it is named', () => {
  writeFileSync(join(folder, '.gitignore'), 'vendor');
  mkdirSync(join(folder, 'vendor/b'), { recursive: true });
  writeFileSync(join(folder, 'vendor/b/m.yaml'), '');
  expect(findFiles({ folder: join(folder, 'vendor/b'), extensions: ['.yaml'] })).toEqual([]);
});

it('a pattern with many stars ends: its steps are its length times that of the path', () => {
  const ignores = ignoresOf(`${'*a'.repeat(500)}b\n${'**/a/'.repeat(500)}b`);
  expect(ignores('a/'.repeat(2000), false)).toBeUndefined();
});
