import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { createAuditLog } from '../../../src/adapters/audit-log.ts';

const homes: string[] = [];
afterEach(() => {
  for (const home of homes.splice(0)) rmSync(home, { recursive: true, force: true });
});

function open() {
  const home = join(mkdtempSync(join(tmpdir(), 'mcpctl-audit-')), 'state');
  homes.push(home);
  const warnings: string[] = [];
  const log = createAuditLog({ home, warn: (message) => void warnings.push(message) });
  const file = join(home, 'audit.jsonl');
  return { home, file, log, warnings, lines: () => readFileSync(file, 'utf8').split('\n').filter(Boolean) };
}

it('has lines that were appended within some tenths of a second, though the process does not end', async () => {
  const { log, lines, file } = open();
  for (const line of ['one', 'two']) log.append(() => line);
  await expect.poll(() => statSync(file, { throwIfNoEntry: false })?.size, { timeout: 2000 }).toBe(8);
  expect(lines()).toEqual(['one', 'two']);
});

it('has a line that was recorded when the promise resolves, many at once too', async () => {
  const { log, lines } = open();
  await log.record('first');
  expect(lines()).toEqual(['first']);
  await Promise.all(Array.from({ length: 100 }, (_, index) => log.record(`line ${index}`)));
  expect(lines()).toHaveLength(101);
  expect(lines().at(-1)).toBe('line 99');
});

it('refuses to record where it cannot write, and goes on when it can again', async () => {
  const { log, file, lines } = open();
  mkdirSync(file);
  await expect(log.record('lost')).rejects.toMatchObject({ code: 'file-unwritable', exitCode: 5 });
  rmSync(file, { recursive: true });
  await log.record('kept');
  expect(lines()).toEqual(['kept']);
});

it('warns once of lines that cannot be appended', async () => {
  const { log, file, warnings } = open();
  mkdirSync(file);
  chmodSync(file, 0o700);
  log.append(() => 'lost');
  await expect.poll(() => warnings.length, { timeout: 2000 }).toBe(1);
});
