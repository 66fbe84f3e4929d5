/** Links that lead out of a repository: what a search, a named file in CI, a fix and a result do with them. */
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFiles } from '../../../src/adapters/files.ts';
import { findManifest } from '../../../src/lint/find-manifest.ts';
import { fix } from '../../../src/lint/fix.ts';
import { DEFAULT_SETTINGS } from '../../../src/rules/settings.ts';
import { needs, needsUnix } from '../../fakes/needs.ts';

const FIXABLE = JSON.stringify({
  name: 'a',
  oauth_providers: { p: { default_scopes: ['a', 'a'] } },
  tool_collections: [],
});
const EXTENSIONS = ['.json'];
const here = process.cwd();

let top: string;
let repository: string;
beforeEach(() => {
  top = realpathSync(mkdtempSync(join(tmpdir(), 'mcpctl-links-')));
  repository = join(top, 'repository');
  mkdirSync(join(repository, '.git'), { recursive: true });
  mkdirSync(join(repository, 'apps'));
  mkdirSync(join(top, 'outside/.git'), { recursive: true });
  writeFileSync(join(top, 'outside/o.json'), FIXABLE);
  writeFileSync(join(repository, 'apps/own.json'), FIXABLE);
});
afterEach(() => {
  process.chdir(here);
  rmSync(top, { recursive: true, force: true });
});

const files = createFiles();
const inCi = createFiles({ distrusted: true });
const outcome = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    ({ code }: { code: string }) => code,
  );

/** Each makes something below the folder `apps`, and returns its name there. */
const LEADING_OUT: readonly (readonly [string, () => string])[] = [
  ['a link to a file', () => link('../../outside/o.json', 'm.json')],
  ['a link from the root of the machine', () => link(join(top, 'outside/o.json'), 'm.json')],
  ['a link to a link', () => link(link('../../outside/o.json', 'one.json'), 'm.json')],
  ['a file behind a link to a folder', () => `${link('../../outside', 'linked')}/o.json`],
  ['a file above a link to a folder', () => `${link('../../outside/.git', 'linked')}/../o.json`],
];
const STAYING: readonly (readonly [string, () => string])[] = [
  ['a link to a file beside it', () => link('own.json', 'm.json')],
  ['a file behind a link to a folder', () => `${link('../apps', 'linked')}/own.json`],
  ['a file', () => 'own.json'],
];

function link(target: string, name: string): string {
  symlinkSync(target, join(repository, 'apps', name));
  return name;
}

describe.each(['from the repository', 'from elsewhere'])('%s', (from) => {
  beforeEach(() => process.chdir(from === 'from the repository' ? repository : here));

  it.each(LEADING_OUT)(
    '%s is read when a person names it, refused in CI, and never changed',
    needsUnix,
    async (_, make) => {
      const path = `${join(repository, 'apps')}/${make()}`;
      expect(await outcome(files.admit(path))).toBe('done');
      expect(await outcome(inCi.admit(path))).toBe('file-unreadable');
      expect(await outcome(files.rewrite(path, 'changed'))).toBe('file-unwritable');
      const input = { operands: [path], settings: DEFAULT_SETTINGS, unsafe: false, write: true };
      expect(await outcome(fix(input, { files }))).toBe('file-unwritable');
      expect(readFileSync(join(top, 'outside/o.json'), 'utf8')).toBe(FIXABLE);
    },
  );

  it.each(STAYING)('%s is read in CI and changed', needsUnix, async (_, make) => {
    const path = join(repository, 'apps', make());
    await inCi.admit(path);
    await files.rewrite(path, 'changed');
    expect(readFileSync(join(repository, 'apps/own.json'), 'utf8')).toBe('changed');
  });

  it('a search finds what stays, and leaves out what leads out', needsUnix, async () => {
    link('../../outside/o.json', 'out.json');
    link('../../outside', 'folder.json');
    link('own.json', 'in.json');
    const found = await files.find({ folder: join(repository, 'apps'), extensions: EXTENSIONS });
    expect(found.map((path) => path.split('/').at(-1))).toEqual(['in.json', 'own.json']);
    expect(await files.find({ glob: join(repository, 'apps/o*.json') })).toEqual([join(repository, 'apps/own.json')]);
  });
});

it('a manifest that nobody named is passed over when it is a link that leads out', needsUnix, async () => {
  process.chdir(repository);
  symlinkSync('../outside/o.json', 'mcpctl.json');
  await expect(findManifest(files)).rejects.toMatchObject({
    code: 'file-not-found',
    why: expect.stringContaining('mcpctl.json'),
  });
  symlinkSync('apps/own.json', 'manifest.json');
  expect(await findManifest(files)).toBe('manifest.json');
});

it('outside of a repository the current folder is the border', needsUnix, async () => {
  rmSync(join(repository, '.git'), { recursive: true });
  process.chdir(repository);
  symlinkSync('../outside/o.json', 'm.json');
  expect(await files.find({ folder: '.', extensions: EXTENSIONS })).toEqual(['apps/own.json']);
  expect(await outcome(inCi.admit('m.json'))).toBe('file-unreadable');
  expect(await outcome(files.rewrite('m.json', ''))).toBe('file-unwritable');
});

it('a path that leads out without a link is what a person wants', async () => {
  process.chdir(repository);
  await inCi.admit('../outside/o.json');
  await inCi.admit('/dev/stdin');
  await files.rewrite('../outside/o.json', 'changed');
  expect(readFileSync(join(top, 'outside/o.json'), 'utf8')).toBe('changed');
});

describe('a result', () => {
  it.each<[string, (path: string) => void]>([
    ['a link to a file', (path) => symlinkSync(join(top, 'outside/o.json'), path)],
    ['a link to nothing', (path) => symlinkSync(join(top, 'outside/new.json'), path)],
    ['a link that stays', (path) => symlinkSync('apps/own.json', path)],
    ['a folder', (path) => mkdirSync(path)],
  ])('is not written where %s is', needsUnix, async (_, plant) => {
    const path = join(repository, 'plan.json');
    plant(path);
    expect(await outcome(files.write(path, 'result'))).toBe('file-unwritable');
    expect(await files.writeNew(path, 'result')).toBe(false);
    expect(await outcome(files.append(path, 'result'))).toBe('file-unwritable');
    expect(existsSync(join(top, 'outside/new.json'))).toBe(false);
    expect(readFileSync(join(top, 'outside/o.json'), 'utf8')).toBe(FIXABLE);
    expect(readFileSync(join(repository, 'apps/own.json'), 'utf8')).toBe(FIXABLE);
  });

  it('replaces a plain file of this user, and makes the folders of a new one', async () => {
    await files.write(join(repository, 'new/plan.json'), 'one');
    await files.write(join(repository, 'new/plan.json'), 'two');
    expect(readFileSync(join(repository, 'new/plan.json'), 'utf8')).toBe('two');
  });

  it('does not replace the file of another user', needs('root', process.getuid?.() === 0), async () => {
    const path = join(repository, 'plan.json');
    writeFileSync(path, 'theirs');
    chownSync(path, 65534, 65534);
    expect(await outcome(files.write(path, 'result'))).toBe('file-unwritable');
    expect(readFileSync(path, 'utf8')).toBe('theirs');
  });
});

it('a link that a person has in place of a configuration stays a link', needsUnix, async () => {
  const path = join(top, 'config.json');
  symlinkSync('repository/apps/own.json', path);
  await files.rewrite(path, 'changed');
  expect([readlinkSync(path), readFileSync(path, 'utf8')]).toEqual(['repository/apps/own.json', 'changed']);
});
