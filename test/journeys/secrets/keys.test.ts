import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock as clock } from '../../../src/adapters/clock.ts';
import { openSqliteState } from '../../../src/adapters/sqlite.ts';
import { createProgram, MASTER_KEY, type Program } from '../../fakes/mcpctl.ts';
import { seedConnection } from '../install/connection.ts';

const NEW_KEY = Buffer.alloc(32, 8).toString('base64');
const INSTALL = [
  'install',
  resolve('fixtures/manifests/microsoft.json'),
  '--set',
  'microsoft.client_secret=env:SECRET',
];

let program: Program;
beforeEach(async () => {
  program = createProgram();
  expect((await program.run(INSTALL, { env: { SECRET: 'a-client-secret' } })).code).toBe(0);
});
afterEach(() => program.remove());

/** Reinstalling opens the client secret, and seals it again. */
const canRead = async (env: Record<string, string>) =>
  (await program.run(['reinstall', 'my-microsoft-app', '--yes'], { env })).code === 0;

async function sealedSecrets(): Promise<string[]> {
  const state = await openSqliteState({ home: join(program.home, 'state'), clock });
  const all = await state.read(async (tables) => [
    ...(await tables.providers.list('default')),
    ...(await tables.connections.list('default')),
    ...(await tables.accessTokens.ofConnection((await tables.connections.list('default'))[0]?.id ?? '')),
  ]);
  await state.close();
  return JSON.stringify(all).match(/v2\.[0-9a-f]{16}/g) ?? [];
}

describe('mcpctl keys', () => {
  it('shows the store and touches no key', async () => {
    expect((await program.run(['keys', 'show'])).out).toContain('key store    environment');
    const broken = { MCPCTL_MASTER_KEY: 'broken' };
    expect((await program.run(['keys', 'show', '--json'], { env: broken })).json()).toMatchObject({
      key_store: 'environment',
      unfinished: false,
    });
  });

  it('moves every secret from store to store, and removes the old key', async () => {
    await seedConnection(program, 'my-microsoft-app-microsoft', 'ada', ['User.Read']);
    expect(new Set(await sealedSecrets()).size).toBe(1);
    const moved = await program.run(['keys', 'move', 'file']);
    expect(moved.code).toBe(0);
    expect(moved.out).toContain('Encrypted 3 secrets under a new master key (file).');
    expect(moved.out).toContain('Unset MCPCTL_MASTER_KEY');
    const without = { MCPCTL_MASTER_KEY: '' };
    const [first] = await sealedSecrets();
    expect(new Set(await sealedSecrets())).toEqual(new Set([first]));
    const keys = join(program.home, '.config/mcpctl/keys');
    expect(readdirSync(keys)).toHaveLength(1);

    const passphrase = { ...without, MCPCTL_PASSPHRASE: 'correct horse battery' };
    expect((await program.run(['keys', 'move', 'passphrase'], { env: passphrase })).code).toBe(0);
    expect(readdirSync(keys)).toHaveLength(0);
    expect(await canRead(passphrase)).toBe(true);
    expect(await canRead(without)).toBe(false);

    const back = await program.run(['keys', 'move', 'environment'], {
      env: { MCPCTL_PASSPHRASE: 'correct horse battery' },
    });
    expect(back.code).toBe(0);
    expect(await canRead({ MCPCTL_MASTER_KEY: MASTER_KEY })).toBe(true);
    expect((await program.run(['keys', 'show', '--json'])).json()).toMatchObject({
      key_store: 'environment',
      unfinished: false,
    });
  });

  it('rotates the key of the environment to the one given beside it', async () => {
    const { code, out } = await program.run(['keys', 'rotate'], { env: { MCPCTL_NEW_MASTER_KEY: NEW_KEY } });
    expect(code).toBe(0);
    expect(out).toContain('Set MCPCTL_MASTER_KEY to what MCPCTL_NEW_MASTER_KEY is');
    expect(await canRead({})).toBe(false);
    expect(await canRead({ MCPCTL_MASTER_KEY: NEW_KEY })).toBe(true);
  });

  it('completes a change that was interrupted after the secrets were written', async () => {
    const without = { MCPCTL_MASTER_KEY: '' };
    expect((await program.run(['keys', 'move', 'file'])).code).toBe(0);
    const record = join(program.home, 'state/key-store.json');
    const before = JSON.parse(readFileSync(record, 'utf8'));
    const oldKey = readFileSync(before.path, 'utf8');
    expect((await program.run(['keys', 'rotate'], { env: without })).code).toBe(0);
    // As if the process had been killed before the last step: the old key is still in force, the new one beside it.
    const after = JSON.parse(readFileSync(record, 'utf8'));
    writeFileSync(before.path, oldKey, { mode: 0o600 });
    writeFileSync(record, JSON.stringify({ ...before, next: after }), { mode: 0o600 });
    expect((await program.run(['keys', 'show'], { env: without })).out).toContain('mcpctl keys move file');
    expect(await canRead(without)).toBe(true);
    expect((await program.run(['keys', 'move', 'file'], { env: without })).code).toBe(0);
    expect(JSON.parse(readFileSync(record, 'utf8'))).toEqual(after);
    expect(await canRead(without)).toBe(true);
  });

  it('leaves everything as it was when a secret cannot be read', async () => {
    const { code, err } = await program.run(['keys', 'move', 'file'], { env: { MCPCTL_MASTER_KEY: NEW_KEY } });
    expect(code).toBe(5);
    expect(err).toContain('error[secret-unreadable]');
    expect(await canRead({})).toBe(true);
  });
});
