import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createReferences, splitWords } from '../../../src/adapters/references.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mcpctl-references-'));
  writeFileSync(join(folder, 'secret'), 'from a file\n');
  writeFileSync(join(folder, 'large'), 'x'.repeat(70_000));
  // Stands in for the 1Password command line: it prints what it was asked for.
  writeFileSync(join(folder, 'op'), '#!/bin/sh\necho "$1 $2 $3"\n');
  chmodSync(join(folder, 'op'), 0o755);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const references = (input = '') =>
  createReferences({
    environment: {
      PATH: `${folder}:${process.env.PATH}`,
      TOKEN: 'from the environment',
      EMPTY: '',
      MCPCTL_MASTER_KEY: 'k',
    },
    stdin: () => Readable.from([input]),
  });

const resolved = async (reference: string, input?: string) => (await references(input).resolve(reference)).reveal();

describe('a reference', () => {
  it('reads each kind of place, and drops one line break at the end', async () => {
    expect(await resolved('env:TOKEN')).toBe('from the environment');
    expect(await resolved(`file:${join(folder, 'secret')}`)).toBe('from a file');
    expect(await resolved('-', 'from input\r\n')).toBe('from input');
    expect(await resolved('op://vault/item/field')).toBe('read --no-newline op://vault/item/field');
    expect(await resolved(`exec:printf '%s|' "two words" one $HOME`)).toBe('two words|one|$HOME|');
  });

  it('gives a program none of our own variables', async () => {
    expect(await resolved('exec:printenv TOKEN')).toBe('from the environment');
    await expect(resolved('exec:printenv MCPCTL_MASTER_KEY')).rejects.toMatchObject({ code: 'reference-unresolved' });
  });

  it.each([
    ['env:MISSING', 'not set'],
    ['env:EMPTY', 'not set, or empty'],
    ['file:/no/such/file', 'There is no file /no/such/file.'],
    ['exec:no-such-program', 'There is no program "no-such-program".'],
    ['exec:false', '"false" ended with 1.'],
  ])('refuses %s', async (reference, why) => {
    const refused = references().resolve(reference);
    await expect(refused).rejects.toMatchObject({ code: 'reference-unresolved', why: expect.stringContaining(why) });
  });

  it('refuses what is too large for a secret', async () => {
    await expect(resolved(`file:${join(folder, 'large')}`)).rejects.toMatchObject({ code: 'reference-unresolved' });
    await expect(resolved('-', 'x'.repeat(70_000))).rejects.toMatchObject({ code: 'reference-unresolved' });
  });

  it('reads standard input once', async () => {
    const once = references('secret');
    await once.resolve('-');
    await expect(once.resolve('-')).rejects.toMatchObject({ why: expect.stringContaining('works once') });
  });

  it.each(['env:X', 'file:x', '-', 'op://a/b/c', 'exec:x y'])('is recognized: %s', (text) => {
    expect(references().isReference(text)).toBe(true);
  });

  it.each(['hunter2', 'environment', 'https://example.com', '--', ''])('is not taken for one: %s', (text) => {
    expect(references().isReference(text)).toBe(false);
  });
});

describe('words of a program', () => {
  it.each([
    ['pass show  mcp/crm', ['pass', 'show', 'mcp/crm']],
    [`a "b c" 'd "e'`, ['a', 'b c', 'd "e']],
    ['x --name="y z"', ['x', '--name=y z']],
    ['echo $HOME; rm *', ['echo', '$HOME;', 'rm', '*']],
    ['a ""', ['a', '']],
  ])('%s', (line, words) => {
    expect(splitWords(line)).toEqual(words);
  });
});
