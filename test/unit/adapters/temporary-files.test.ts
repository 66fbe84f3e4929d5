import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFiles } from '../../../src/adapters/files.ts';
import { ensurePrivateFolder } from '../../../src/adapters/private-files.ts';
import { temporaryPathOf } from '../../../src/adapters/temporary-files.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mcpctl-neighbours-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A file as a process leaves it that was killed so many minutes ago. */
function leave(path: string, minutes: number): string {
  writeFileSync(path, 'half');
  const then = Date.now() / 1000 - minutes * 60;
  utimesSync(path, then, then);
  return path;
}

describe('what a killed process left of a file', () => {
  it('goes when the state is used next, but not while somebody may be working on it', () => {
    const fresh = leave(temporaryPathOf(join(folder, 'key-store.json')), 1);
    const old = leave(temporaryPathOf(join(folder, 'mcpctl.db')), 90);
    leave(`${old}-journal`, 90);
    leave(join(folder, 'mcpctl.db.backup-version-1-1'), 90);
    ensurePrivateFolder(folder, () => true);
    expect(readdirSync(folder).map((name) => join(folder, name))).toEqual([
      fresh,
      join(folder, 'mcpctl.db.backup-version-1-1'),
    ]);
  });

  it("goes from a person's folder when that very file is written again", async () => {
    leave(temporaryPathOf(join(folder, '.plan.json')), 90);
    const foreign = leave(temporaryPathOf(join(folder, '.notes.txt')), 90);
    await createFiles().write(join(folder, 'plan.json'), '{}');
    expect(readdirSync(folder).map((name) => join(folder, name))).toEqual([foreign, join(folder, 'plan.json')]);
  });
});
