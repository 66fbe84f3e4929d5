/** Which configuration counts: not one that others can put in the way, and none with `--no-config`. */
import { chownSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFiles } from '../../../src/adapters/files.ts';
import { lintDocument } from '../../../src/lint/lint-document.ts';
import { configurationPaths, lintSettings } from '../../../src/lint/settings.ts';
import { readDocument } from '../../../src/manifest/document.ts';
import { needs, needsUnix } from '../../fakes/needs.ts';

const files = createFiles();
const QUIET = JSON.stringify({ profile: 'vertesia', rules: { 'listing-incomplete': 'off' } });
const here = process.cwd();
const { HOME } = process.env;

let top: string;
let folder: string;
beforeEach(() => {
  top = realpathSync(mkdtempSync(join(tmpdir(), 'mcpctl-settings-')));
  folder = join(top, 'a/b');
  mkdirSync(folder, { recursive: true });
  process.chdir(folder);
  process.env.HOME = '/nowhere';
});
afterEach(() => {
  process.chdir(here);
  process.env.HOME = HOME;
  rmSync(top, { recursive: true, force: true });
});

async function settings(input = {}) {
  const notices: string[] = [];
  const { profile } = await lintSettings(input, { files }, (text) => notices.push(text));
  return { counts: profile === 'vertesia', notices };
}

describe('a configuration counts', () => {
  it('in this folder', async () => {
    writeFileSync(join(folder, '.mcpctlrc.json'), QUIET);
    expect(await settings()).toEqual({ counts: true, notices: [] });
    expect(await settings({ config: false })).toEqual({ counts: false, notices: [] });
  });

  it('above, up to the root of the repository', async () => {
    writeFileSync(join(top, 'a/.mcpctlrc.json'), QUIET);
    mkdirSync(join(top, 'a/.git'));
    expect(await settings()).toMatchObject({ counts: true });
  });

  it('above, up to the home folder', async () => {
    writeFileSync(join(top, 'a/.mcpctlrc.json'), QUIET);
    process.env.HOME = join(top, 'a');
    expect(await settings()).toMatchObject({ counts: true });
  });
});

describe('a configuration does not count', () => {
  it('above the root of the repository', async () => {
    writeFileSync(join(top, '.mcpctlrc.json'), QUIET);
    mkdirSync(join(top, 'a/.git'));
    expect(await settings()).toEqual({ counts: false, notices: [] });
  });

  it('above the home folder', async () => {
    writeFileSync(join(top, '.mcpctlrc.json'), QUIET);
    process.env.HOME = join(top, 'a');
    expect(await settings()).toEqual({ counts: false, notices: [] });
  });

  it('above, outside of both', async () => {
    writeFileSync(join(top, 'a/.mcpctlrc.json'), QUIET);
    expect(await settings()).toEqual({ counts: false, notices: [] });
  });

  it('behind a link that leads out of the repository, and that is said', needsUnix, async () => {
    mkdirSync(join(folder, '.git'));
    writeFileSync(join(top, 'settings.json'), QUIET);
    symlinkSync('../../settings.json', join(folder, '.mcpctlrc.json'));
    expect(await settings()).toEqual({
      counts: false,
      notices: ['The configuration in .mcpctlrc.json does not count. It leads out of the repository by a link.'],
    });
  });

  it('of another user, and that is said', needs('root', process.getuid?.() === 0), async () => {
    writeFileSync(join(folder, '.mcpctlrc.json'), QUIET);
    chownSync(join(folder, '.mcpctlrc.json'), 65534, 65534);
    expect(await settings()).toEqual({
      counts: false,
      notices: ['The configuration in .mcpctlrc.json does not count. It belongs to another user.'],
    });
    // In a container root works in the checkout of another user.
    chownSync(folder, 65534, 65534);
    expect(await settings()).toMatchObject({ counts: true });
  });
});

it('every place is known before a configuration is there, so that it can be watched', () => {
  mkdirSync(join(top, 'a/.git'));
  expect(configurationPaths(files)).toEqual(
    ['', '../'].flatMap((above) =>
      ['.mcpctlrc.json', '.mcpctlrc.yaml', '.mcpctlrc.yml', 'package.json'].map((name) => above + name),
    ),
  );
});

it('with --no-ignore no comment silences anything', async () => {
  const document = await readDocument({
    name: 'm.yaml',
    text: 'name: Not_Kebab # mcpctl-ignore name-kebab-case: on purpose\ntool_collections: []\n',
  });
  const codes = async (input: object) =>
    lintDocument(document, await lintSettings({ config: false, ...input }, { files })).diagnostics.map(
      ({ code }) => code,
    );
  expect(await codes({})).not.toContain('name-kebab-case');
  expect(await codes({ ignore: false })).toContain('name-kebab-case');
});
