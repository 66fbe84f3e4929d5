import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

// Installs the packed tarball in an empty folder, as users do, without any install script.

const ROOT = resolve(import.meta.dirname, '../..');
const WINDOWS = process.platform === 'win32';

let folder: string;
let listing: string[];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mcpctl-package-'));
  // test/setup/build.ts has just built the bundle, so prepack need not build it again.
  npm(ROOT, 'pack', '--silent', '--ignore-scripts', '--pack-destination', folder);
  const [tarball = ''] = readdirSync(folder);
  listing = execFileSync('tar', ['-tzf', join(folder, tarball)], { encoding: 'utf8' })
    .trim()
    .split('\n');
  npm(folder, 'install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', join(folder, tarball));
}, 180_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function npm(cwd: string, ...args: string[]): string {
  return execFileSync('npm', args, { cwd, encoding: 'utf8', shell: WINDOWS, stdio: ['ignore', 'pipe', 'pipe'] });
}

function mcpctl(...args: string[]): string {
  const env = { PATH: process.env.PATH, HOME: folder, MCPCTL_HOME: join(folder, 'state'), MCPCTL_KEY_STORE: 'file' };
  const program = join(folder, 'node_modules/.bin/mcpctl');
  return execFileSync(program, args, { cwd: folder, env, encoding: 'utf8', shell: WINDOWS });
}

describe('the package', () => {
  it('holds the program, and none of its sources or tests', () => {
    expect(listing).toEqual(
      expect.arrayContaining(['package/bin/mcpctl.js', 'package/dist/mcpctl.js', 'package/LICENSE']),
    );
    expect(listing.filter((path) => /\/(src|test|scripts|fixtures|node_modules)\//.test(path))).toEqual([]);
  });

  it('holds a list of what is in it and what npm installs with it, as CycloneDX', () => {
    const sbom = JSON.parse(readFileSync(join(folder, 'node_modules/mcpctl/dist/sbom.cdx.json'), 'utf8'));
    const { name, version, dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    expect(sbom).toMatchObject({
      bomFormat: 'CycloneDX',
      specVersion: '1.5',
      metadata: { component: { name, version } },
    });
    const names = sbom.components.map((each: { name: string }) => each.name);
    expect(names).toEqual(expect.arrayContaining([...Object.keys(dependencies), 'commander', 'js-yaml']));
    expect(names).not.toContain('vitest');
    const licensed = readFileSync(join(ROOT, 'dist/THIRD-PARTY-LICENSES.txt'), 'utf8').matchAll(/^(\S+) (\d\S*) \(/gm);
    const references = sbom.components.map((each: { purl: string }) => each.purl);
    for (const [, each = '', of] of licensed) expect(references).toContain(`pkg:npm/${each.replace('@', '%40')}@${of}`);
    for (const each of sbom.components) {
      expect(each.hashes[0]).toMatchObject({ alg: 'SHA-512', content: expect.stringMatching(/^[0-9a-f]{128}$/) });
      expect(each.licenses.length).toBe(1);
    }
  });

  it('holds no compiled code: the first start makes it, of the source, in the cache folder of the user', () => {
    expect(listing.filter((path) => path.includes('.v8-'))).toEqual([]);
    if (WINDOWS) return;
    rmSync(join(folder, '.cache'), { recursive: true, force: true });
    mcpctl('explain', 'syntax');
    const kept = join(folder, '.cache/mcpctl/compiled');
    const names = readdirSync(kept);
    expect(names.length).toBeGreaterThan(2);
    expect(statSync(kept).mode & 0o777).toBe(0o700);
    const times = () => readdirSync(kept).map((name) => statSync(join(kept, name)).mtimeMs);
    const before = times();
    mcpctl('explain', 'syntax');
    expect(times()).toEqual(before);
  });

  it('runs a changed source, also when it is as long as before', () => {
    const installed = join(folder, 'node_modules/mcpctl/dist');
    mcpctl('explain', 'syntax');
    const name = readdirSync(installed).find((each) => {
      return (
        /^chunk-.*\.js$/.test(each) && readFileSync(join(installed, each), 'utf8').includes('YAML anchors, aliases')
      );
    });
    const path = join(installed, name ?? '');
    const { atime, mtime } = statSync(path);
    const source = readFileSync(path, 'utf8');
    writeFileSync(path, source.replace('YAML anchors, aliases', 'YAML ANCHORS, aliases'));
    utimesSync(path, atime, mtime);
    expect(mcpctl('explain', 'syntax')).toContain('YAML ANCHORS');
    writeFileSync(path, source);
    expect(mcpctl('explain', 'syntax')).toContain('YAML anchors');
  });

  it('runs where it was installed', () => {
    expect(mcpctl('--version')).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(mcpctl('--help')).toContain('mcpctl');
  });

  it('opens its database there', () => {
    expect(JSON.parse(mcpctl('list', '--json'))).toMatchObject({ format_version: 1 });
    if (!WINDOWS) expect(statSync(join(folder, 'state')).mode & 0o777).toBe(0o700);
  });
});
