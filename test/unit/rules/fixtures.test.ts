/**
 * Every rule runs on every fixture. The golden file beside a document, `.out`, holds the report as an author reads it;
 * `npx vitest run test/unit/rules -u` writes the golden files anew.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lintDocument } from '../../../src/lint/lint-document.ts';
import { formatOf, readDocument } from '../../../src/manifest/document.ts';
import { codeNames } from '../../../src/rules/codes.ts';
import { DEFAULT_SETTINGS } from '../../../src/rules/settings.ts';
import { concise } from './concise.ts';

const root = join(import.meta.dirname, '../../../fixtures/rules');
/** Their documents would be long. */
const WITHOUT_FILE = ['too-large', 'more-findings'];

async function linted(folder: string, name: string) {
  const source = { name, text: readFileSync(join(folder, name), 'utf8') };
  const document = await readDocument(source, formatOf(name));
  return { document, diagnostics: lintDocument(document, DEFAULT_SETTINGS).diagnostics };
}

function documentsIn(folder: string, prefix: string): string[] {
  return readdirSync(folder).filter((name) => name.startsWith(prefix) && !name.endsWith('.out'));
}

describe.each(readdirSync(root))('%s', (code) => {
  const folder = join(root, code);

  it.each(documentsIn(folder, 'valid'))('%s has nothing wrong', async (name) => {
    const { document, diagnostics } = await linted(folder, name);
    expect(concise(document, diagnostics)).toBe('');
  });

  it.each(documentsIn(folder, 'invalid'))('%s is reported as its golden file says', async (name) => {
    const { document, diagnostics } = await linted(folder, name);
    const report = concise(document, diagnostics);
    expect(diagnostics.map((diagnostic) => diagnostic.code)).toContain(code);
    await expect(report).toMatchFileSnapshot(join(folder, `${name}.out`));
  });
});

describe('fixtures', () => {
  it.each(codeNames().filter((code) => !WITHOUT_FILE.includes(code)))(
    '%s has a valid and an invalid document',
    (code) => {
      const folder = join(root, code);
      expect(existsSync(folder)).toBe(true);
      expect(documentsIn(folder, 'valid')).not.toEqual([]);
      expect(documentsIn(folder, 'invalid')).not.toEqual([]);
    },
  );

  it('exist for known codes only, and no golden file is left over', () => {
    for (const code of readdirSync(root)) {
      expect(codeNames()).toContain(code);
      const golden = readdirSync(join(root, code)).filter((name) => name.endsWith('.out'));
      expect(golden.sort()).toEqual(
        documentsIn(join(root, code), 'invalid')
          .map((name) => `${name}.out`)
          .sort(),
      );
    }
  });
});
