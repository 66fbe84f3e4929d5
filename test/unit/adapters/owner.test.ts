import { chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock as clock } from '../../../src/adapters/clock.ts';
import { openSqliteState } from '../../../src/adapters/sqlite.ts';
import { needsRoot } from '../../fakes/needs.ts';

const SOMEBODY = 65_534;

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'mcpctl-owner-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

// Only root may give files away.
describe('state of another user', needsRoot, () => {
  const refused = { code: 'state-permissions', exitCode: 5, why: 'It belongs to another user (uid 65534).' };

  it('is refused when the folder is theirs', async () => {
    chownSync(home, SOMEBODY, SOMEBODY);
    await expect(openSqliteState({ home, clock })).rejects.toMatchObject(refused);
  });

  it('is refused when the database is theirs', async () => {
    await (await openSqliteState({ home, clock })).close();
    chownSync(join(home, 'mcpctl.db'), SOMEBODY, SOMEBODY);
    await expect(openSqliteState({ home, clock })).rejects.toMatchObject(refused);
  });
});

describe('state that is no folder or no file', () => {
  it('is refused', async () => {
    const file = join(home, 'file');
    writeFileSync(file, '');
    await expect(openSqliteState({ home: file, clock })).rejects.toMatchObject({ code: 'state-permissions' });
    mkdirSync(join(home, 'state/mcpctl.db'), { recursive: true, mode: 0o700 });
    await expect(openSqliteState({ home: join(home, 'state'), clock })).rejects.toMatchObject({
      code: 'state-permissions',
    });
  });
});
