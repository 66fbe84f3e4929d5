import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Libsql from 'libsql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock as clock } from '../../../src/adapters/clock.ts';
import { openSqliteState } from '../../../src/adapters/sqlite.ts';
import { Refusal } from '../../../src/refusal.ts';
import { formerSqlite } from '../../fakes/former-home.ts';
import { aProvider } from './records.ts';

let home: string;
beforeEach(() => {
  home = join(mkdtempSync(join(tmpdir(), 'mcpctl-state-')), 'state');
});
afterEach(() => rmSync(join(home, '..'), { recursive: true, force: true }));

const file = () => join(home, 'mcpctl.db');

/** Opens, writes a provider and closes: what any command does that changes something. */
async function writeProvider(): Promise<void> {
  const state = await openSqliteState({ home, clock });
  await state.write((tables) => tables.providers.save(aProvider()));
  await state.close();
}

async function readProviders(): Promise<string[]> {
  const state = await openSqliteState({ home, clock });
  const providers = await state.read((tables) => tables.providers.list('default'));
  await state.close();
  return providers.map(({ name }) => name);
}

async function refusalOf(promise: Promise<unknown>): Promise<Refusal> {
  const thrown = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(thrown instanceof Refusal)) throw new Error(`expected a refusal, got ${thrown}`);
  return thrown;
}

describe('the files of the database', () => {
  it('are private, whatever the umask', async () => {
    const before = process.umask(0);
    try {
      const state = await openSqliteState({ home, clock });
      await state.write((tables) => tables.providers.save(aProvider()));
      const modes = readdirSync(home).map((name) => `${name} ${(statSync(join(home, name)).mode & 0o777).toString(8)}`);
      expect(modes).toEqual(['mcpctl.db 600', 'mcpctl.db-shm 600', 'mcpctl.db-wal 600']);
      expect(statSync(home).mode & 0o777).toBe(0o700);
      await state.close();
    } finally {
      process.umask(before);
    }
  });

  it('are made private when they were not', async () => {
    await writeProvider();
    chmodSync(home, 0o755);
    chmodSync(file(), 0o644);
    expect(await readProviders()).toEqual(['my-app-crm']);
    expect(statSync(home).mode & 0o777).toBe(0o700);
    expect(statSync(file()).mode & 0o777).toBe(0o600);
  });

  it('do not go into an open folder with other things in it', async () => {
    mkdirSync(home, { mode: 0o755 });
    writeFileSync(join(home, 'holiday.jpg'), '');
    const refusal = await refusalOf(openSqliteState({ home, clock }));
    expect(refusal).toMatchObject({ code: 'state-permissions', exitCode: 5 });
    expect(refusal.hint).toBe(`chmod 700 ${home}`);
  });

  it('are never reached through a symbolic link', async () => {
    await writeProvider();
    const link = `${home}-link`;
    symlinkSync(home, link);
    expect((await refusalOf(openSqliteState({ home: link, clock }))).code).toBe('state-permissions');
    const other = `${home}-other`;
    mkdirSync(other, { mode: 0o700 });
    symlinkSync(file(), join(other, 'mcpctl.db'));
    expect((await refusalOf(openSqliteState({ home: other, clock }))).code).toBe('state-permissions');
  });

  it.each([
    ['empty', Buffer.alloc(0), 'is empty'],
    ['text', Buffer.from('dear diary, '.repeat(100)), 'is not a SQLite database'],
    ['short', Buffer.from('SQLite format 3\0'), 'is not a SQLite database'],
  ])('are left alone when the database is %s', async (_name, content, why) => {
    mkdirSync(home, { mode: 0o700 });
    writeFileSync(file(), content, { mode: 0o600 });
    const refusal = await refusalOf(openSqliteState({ home, clock }));
    expect(refusal).toMatchObject({ code: 'state-damaged', exitCode: 5 });
    expect(refusal.why).toContain(why);
    expect(readFileSync(file())).toEqual(content);
  });

  it('are left alone when the database is of another program', async () => {
    mkdirSync(home, { mode: 0o700 });
    const other = new Libsql(file());
    other.exec('CREATE TABLE recipes (name TEXT)');
    other.close();
    const before = readFileSync(file());
    const refusal = await refusalOf(openSqliteState({ home, clock }));
    expect(refusal.code).toBe('state-damaged');
    expect(refusal.why).toContain('another program');
    expect(readFileSync(file())).toEqual(before);
  });

  it('are left alone when the database was cut off or overwritten', async () => {
    await writeProvider();
    const whole = readFileSync(file());
    writeFileSync(file(), whole.subarray(0, whole.length / 2));
    const cut = await refusalOf(openSqliteState({ home, clock }));
    expect(cut.code).toBe('state-damaged');
    expect(cut.why).toContain('cut off');
    const scribbled = Buffer.from(whole).fill(0x58, 100);
    writeFileSync(file(), scribbled);
    expect((await refusalOf(readProviders())).code).toBe('state-damaged');
    expect(readFileSync(file())).toEqual(scribbled);
  });

  it('are refused when a newer program wrote them', async () => {
    await writeProvider();
    const database = new Libsql(file());
    database.pragma('user_version = 99');
    database.close();
    expect(await refusalOf(openSqliteState({ home, clock }))).toMatchObject({
      code: 'state-newer',
      details: { version: 99 },
    });
  });

  it('are upgraded with a private backup beside them', async () => {
    const { id, project, name, installationId = null } = aProvider();
    const row = { id, project, name, installation_id: installationId, record: aProvider() };
    formerSqlite(home, 1, [{ table: 'providers', row }]);
    expect(await readProviders()).toHaveLength(1);
    const [backup = ''] = readdirSync(home).filter((name) => name.includes('backup'));
    expect(backup).toMatch(/^mcpctl\.db\.backup-version-1-\d+$/);
    expect(statSync(join(home, backup)).mode & 0o777).toBe(0o600);
  });

  it('are all that making them leaves behind', async () => {
    await writeProvider();
    expect(readdirSync(home).filter((name) => !/^mcpctl\.db(-wal|-shm)?$/.test(name))).toEqual([]);
  });
});

describe('closing', () => {
  it('waits for the transaction that is under way', async () => {
    const state = await openSqliteState({ home, clock });
    let goOn = () => {};
    const waiting = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const writing = state.write(async (tables) => {
      await waiting;
      await tables.providers.save(aProvider());
    });
    const closing = state.close();
    goOn();
    await Promise.all([writing, closing]);
    expect(await readProviders()).toEqual([aProvider().name]);
  });

  it('ends what is asked afterwards with an error', async () => {
    const state = await openSqliteState({ home, clock });
    await state.close();
    await expect(state.read((tables) => tables.providers.list('default'))).rejects.toThrow('destroyed');
  });
});
