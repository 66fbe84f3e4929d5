import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkedFile } from '../../../src/lint/checked-file.ts';
import { lintDocument } from '../../../src/lint/lint-document.ts';
import { checkFiles } from '../../../src/lint/lint-files.ts';
import { readDocument } from '../../../src/manifest/document.ts';
import { DEFAULT_SETTINGS } from '../../../src/rules/settings.ts';

const fixtures = join(import.meta.dirname, '../../../fixtures');
const names = readdirSync(fixtures, { recursive: true, encoding: 'utf8' })
  .map((name) => join(fixtures, name))
  .filter((name) => statSync(name).isFile() && !name.endsWith('.out'));
const files = {
  read: async (path: string) => readFileSync(path, 'utf8'),
  readSync: (path: string) => readFileSync(path, 'utf8'),
  readAhead: async () => undefined,
  readInput: async () => '',
};

describe('a file among many', () => {
  it.each([['core'], ['vertesia']] as const)('is reported as it is alone, with the profile %s', async (profile) => {
    const settings = { ...DEFAULT_SETTINGS, profile };
    const list = names.map((name) => ({ name, named: true }));
    const alone = await Promise.all(
      names.map(async (name) => {
        const document = await readDocument({ name, text: readFileSync(name, 'utf8') });
        return checkedFile(document, lintDocument(document, settings));
      }),
    );
    expect(alone.filter(({ diagnostics }) => diagnostics.length > 0).length).toBeGreaterThan(40);
    expect(await checkFiles(list, { settings }, files)).toEqual(alone);
  });
});
