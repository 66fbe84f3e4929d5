import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

// What Node loads is paid for at every start, and one import in a file that everything imports is enough to load it.

const ROOT = resolve(import.meta.dirname, '../..');
const CLEAN = 'fixtures/manifests/sales.json';
const SLOW = ['child_process', 'crypto', 'dns', 'net', 'readline', 'stream', 'tls', 'tty', 'worker_threads'];

/** Writes down the modules of Node and the files of the bundle that are loaded after it. */
const PRELOAD = `
const before = new Set(process.moduleLoadList);
const fs = require('node:fs');
const { openSync } = fs;
const files = [];
fs.openSync = (path, ...options) => {
  files.push(String(path).replace(/^.*[/\\\\]/, ''));
  return openSync(path, ...options);
};
process.on('exit', () => {
  const loaded = process.moduleLoadList.filter((name) => !before.has(name) && name.startsWith('NativeModule '));
  fs.writeFileSync(process.env.LOADED, JSON.stringify([...loaded.map((name) => name.slice(13)), ...files]));
});`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mcpctl-start-up-'));
  writeFileSync(join(folder, 'preload.cjs'), PRELOAD);
  loadedBy(['list']); // The first command makes the state, with names of random numbers.
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the start of', () => {
  for (const args of [
    ['--version'],
    ['--help'],
    ['validate', CLEAN],
    ['validate', 'fixtures/manifests/sales.yaml'],
    ['validate', 'test/golden/validate/input'],
    ['completion', 'bash'],
    ['list'],
    ['status'],
  ]) {
    it(`${args.join(' ')} loads no sockets, streams, processes or cryptography`, () => {
      expect(loadedBy(args).filter((name) => SLOW.includes(name))).toEqual([]);
    });
  }
});

describe('what is said the same to everybody', () => {
  const say = (...args: readonly string[]) => {
    const { status, stdout } = spawnSync(process.execPath, ['bin/mcpctl.js', ...args], { cwd: ROOT, encoding: 'utf8' });
    return { status, stdout };
  };

  it.each(['--help', '', 'completion bash', 'completion fish'])('is what the command line itself says: %s', (line) => {
    const args = line.split(' ').filter(Boolean);
    expect(say(...args)).toEqual(say('--color', 'never', ...args));
    expect(say(...args)).toEqual({ status: 0, stdout: expect.stringMatching(/mcpctl/) });
  });
});

describe('MCPCTL_SLOW=1', () => {
  const loadsCommandLine = (args: readonly string[], env?: Record<string, string>) =>
    loadedBy(args, env).some((name) => name.startsWith('chunk-main-commands-'));

  it.each(['--version', '--help', 'completion bash', `validate ${CLEAN}`])('sends %s the long way', (line) => {
    expect(loadsCommandLine(line.split(' '))).toBe(false);
    expect(loadsCommandLine(line.split(' '), { MCPCTL_SLOW: '1' })).toBe(true);
  });
});

function loadedBy(args: readonly string[], env: Record<string, string> = {}): string[] {
  const file = join(folder, `${args.join('-').replaceAll('/', '-')}.loaded`);
  const { status } = spawnSync(process.execPath, ['--require', join(folder, 'preload.cjs'), 'bin/mcpctl.js', ...args], {
    cwd: ROOT,
    env: { PATH: process.env.PATH, HOME: folder, MCPCTL_HOME: join(folder, 'home'), LOADED: file, ...env },
    stdio: 'pipe',
  });
  expect(status).toBeLessThan(2);
  return JSON.parse(readFileSync(file, 'utf8'));
}
