import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { foldersOf } from '../../../src/adapters/file-search.ts';
import { createFiles } from '../../../src/adapters/files.ts';
import { filesToLint } from '../../../src/lint/files.ts';
import { Refusal } from '../../../src/refusal.ts';
import { needsUnix } from '../../fakes/needs.ts';

const files = createFiles();
const EXTENSIONS = ['.yaml'];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mcpctl-files-'));
  writeFileSync(join(folder, 'ok.yaml'), 'name: a\n');
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function found(): Promise<string[]> {
  return (await files.find({ folder, extensions: EXTENSIONS })).map((path) => path.slice(folder.length + 1));
}

async function refusalOf(promise: Promise<unknown>): Promise<Refusal> {
  const thrown = await promise.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  expect(thrown).toBeInstanceOf(Refusal);
  return thrown as Refusal;
}

describe('a search leaves out a link that', () => {
  it.each<[string, (folder: string) => void]>([
    ['leads to nothing', (at) => symlinkSync('nothing.yaml', join(at, 'a.yaml'))],
    [
      'leads in a circle',
      (at) => {
        symlinkSync('b.yaml', join(at, 'a.yaml'));
        symlinkSync('a.yaml', join(at, 'b.yaml'));
      },
    ],
    ['leads to itself', (at) => symlinkSync('a.yaml', join(at, 'a.yaml'))],
    ['leads through a file', (at) => symlinkSync('ok.yaml/x', join(at, 'a.yaml'))],
    ['has too long a name', (at) => symlinkSync('n'.repeat(300), join(at, 'a.yaml'))],
    ['leads to a folder', (at) => symlinkSync('.', join(at, 'a.yaml'))],
  ])('%s', async (_, prepare) => {
    prepare(folder);
    expect(await found()).toEqual(['ok.yaml']);
  });
});

describe('whatever a person names, the answer is a file or a refusal', needsUnix, () => {
  it.each<[string, (folder: string) => string]>([
    ['a link in a circle', (at) => join(at, 'circle')],
    ['a path through a file', (at) => join(at, 'ok.yaml/x')],
    ['a folder below a file', (at) => join(at, 'ok.yaml/x/')],
    ['a name that is too long', (at) => join(at, 'n'.repeat(300))],
    ['a path that is too long', (at) => join(at, 'n/'.repeat(5000))],
    ['a pattern in a path that is too long', (at) => join(at, `${'n/'.repeat(1000)}*`)],
    ['a pattern that is too long', () => '*'.repeat(70_000)],
    ['a pattern below a file', (at) => join(at, 'ok.yaml/*')],
    ['a pattern below a link in a circle', (at) => join(at, 'circle/*')],
    ['an open bracket', (at) => join(at, '[')],
    ['nothing', () => ''],
  ])('%s', async (_, operand) => {
    symlinkSync('circle', join(folder, 'circle'));
    const list = filesToLint([operand(folder)], files).then((each) =>
      each.map(({ name }) => files.readSync(name, 1000)),
    );
    await refusalOf(list);
  });

  it('says which file cannot be written', async () => {
    symlinkSync('circle', join(folder, 'circle'));
    for (const path of [join(folder, 'circle'), join(folder, 'ok.yaml/x'), join(folder, 'n'.repeat(300))]) {
      const { code, message } = await refusalOf(files.write(path, 'x'));
      expect({ code, message }).toMatchObject({ code: 'file-unwritable', message: expect.stringContaining(path) });
    }
  });

  it('says which folder cannot be watched', async () => {
    const watched = { files: [join(folder, 'none/a.yaml')], searches: [] };
    const { code, message } = await refusalOf(files.watch(watched, () => {}, new AbortController().signal));
    expect({ code, message }).toMatchObject({ code: 'file-unreadable', message: expect.stringContaining('none') });
  });
});

describe('a folder that may not be read', () => {
  // Root may read every folder, so the test runs as somebody else where it can.
  const isRoot = process.getuid?.() === 0;
  beforeEach(() => {
    mkdirSync(join(folder, 'no'));
    chmodSync(folder, 0o755);
    chmodSync(join(folder, 'no'), 0o000);
    if (isRoot) process.seteuid?.(65534);
  });
  afterEach(() => {
    if (isRoot) process.seteuid?.(0);
    chmodSync(join(folder, 'no'), 0o755);
  });

  it('is named in the refusal of a search', needsUnix, async () => {
    const { code, message } = await refusalOf(found());
    expect({ code, message }).toEqual({
      code: 'file-unreadable',
      message: `The folder ${join(folder, 'no')} cannot be read.`,
    });
    await refusalOf(files.find({ glob: join(folder, '**/*.yaml') }));
    await refusalOf(files.find({ glob: join(folder, 'n*/*.yaml') }));
  });

  it('is passed over where no match can be in it, or .gitignore names it', async () => {
    expect(await files.find({ glob: join(folder, '*.yaml') })).toEqual([join(folder, 'ok.yaml')]);
    expect(await files.find({ glob: join(folder, '{x,y}*/*.yaml') })).toEqual([]);
    expect(foldersOf({ folder, extensions: EXTENSIONS })).toEqual([folder]);
  });
});
