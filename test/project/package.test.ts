import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
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

  it('runs where it was installed', () => {
    expect(mcpctl('--version')).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(mcpctl('--help')).toContain('mcpctl');
  });

  it('opens its database there', () => {
    expect(JSON.parse(mcpctl('list', '--json'))).toMatchObject({ format_version: 1 });
    if (!WINDOWS) expect(statSync(join(folder, 'state')).mode & 0o777).toBe(0o700);
  });
});
