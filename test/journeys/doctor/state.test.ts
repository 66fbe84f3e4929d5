import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createProgram, type Program } from '../../fakes/mcpctl.ts';

let program: Program;
beforeEach(() => {
  program = createProgram();
});
afterEach(() => program.remove());

const checks = async (env = {}) => (await program.run(['doctor', '--json'], { env })).json().checks;

describe('mcpctl doctor', () => {
  it('finds nothing wrong with a new home', async () => {
    const { code, out } = await program.run(['doctor']);
    expect(code).toBe(0);
    expect(out).toContain('The database can be read and written; project default has 0 apps.');
    expect(out).toContain('The key store environment gives the master key.');
  });

  it('names what to connect, with the command', async () => {
    const install = [
      'install',
      resolve('fixtures/manifests/microsoft.json'),
      '--set',
      'microsoft.client_secret=env:SECRET',
    ];
    await program.run(install, { env: { SECRET: 'a-secret' } });
    expect(await checks()).toContainEqual({
      name: 'my-microsoft-app/ms_graph',
      result: 'warning',
      area: 'network',
      finding: expect.stringContaining('not connected'),
      next: 'mcpctl connect my-microsoft-app-microsoft',
      next_step: { do: 'connect', target: 'my-microsoft-app-microsoft' },
    });
  });

  it('goes on after a failure, and ends with 5', async () => {
    mkdirSync(join(program.home, 'state'), { mode: 0o700 });
    writeFileSync(join(program.home, 'state/mcpctl.db'), 'no database', { mode: 0o600 });
    const { code, out, err } = await program.run(['doctor'], { env: { MCPCTL_MASTER_KEY: 'broken' } });
    expect(code).toBe(5);
    expect(err).toBe('');
    expect(out).toMatch(/failed {3}state .*is not a SQLite database/);
    expect(out).toMatch(/failed {3}key store .*not base64 of 32 bytes/);
    expect(out).toMatch(/ok {7}callback/);
  });
});
