import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isInstalled } from '../../scripts/installed.mjs';
import { needs, needsUnix } from '../fakes/needs.ts';

// .ci/run tests that the quickstart runs from nothing to its end, in an empty clone.

const ROOT = resolve(import.meta.dirname, '../..');

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mcpctl-interrupted-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

// With older packages the quickstart would run npm ci, under the feet of every other test.
const needsPackages = needs('npm ci, because package-lock.json is newer than node_modules', isInstalled(ROOT));

describe('npm run quickstart', needsUnix.skip ? needsUnix : needsPackages, () => {
  it('leaves nothing behind when a person ends it with Ctrl-C', async () => {
    const env = { PATH: process.env.PATH, HOME: folder, TMPDIR: folder, NO_COLOR: '1' };
    const quickstart = spawn(process.execPath, ['scripts/quickstart.mjs'], { cwd: ROOT, env });
    const world = await new Promise<string>((found) => {
      let said = '';
      quickstart.stdout.on('data', (text) => {
        said += text;
        const [address] = said.match(/http:\/\/127\.0\.0\.1:\d+\/mcp/) ?? [];
        if (address) found(address);
      });
    });
    expect(readdirSync(folder)).toEqual([expect.stringMatching(/^mcpctl-quickstart-/)]);
    expect((await fetch(world, { method: 'POST' })).status).toBe(401);
    const ended = new Promise((done) => quickstart.on('close', done));
    quickstart.kill('SIGINT');
    expect(await ended).toBe(130);
    expect(readdirSync(folder)).toEqual([]);
    await expect.poll(() => fetch(world).catch(() => 'gone')).toBe('gone');
  });
});
