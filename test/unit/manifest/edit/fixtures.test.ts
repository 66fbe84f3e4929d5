import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fixDocument } from '../../../../src/lint/fixes.ts';
import { readDocument } from '../../../../src/manifest/document.ts';
import { DEFAULT_SETTINGS } from '../../../../src/rules/settings.ts';

const root = resolve(import.meta.dirname, '../../../../fixtures');
const fixtures = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(?:json|jsonc|yaml)$/.test(name))
  .sort();

const commentsOf = (text: string) => [...text.matchAll(/(?<=^|\s)(?:#|\/\/) .*$/gm)].map(([comment]) => comment);

describe.each(fixtures)('fixing %s', (name) => {
  const text = readFileSync(join(root, name), 'utf8');
  const variants = {
    LF: text,
    CRLF: text.replaceAll('\n', '\r\n'),
    BOM: `\uFEFF${text}`,
    'no final break': text.trimEnd(),
  };

  it.each(Object.entries(variants))(
    'keeps what is not wrong, and changes nothing the second time (%s)',
    async (_, before) => {
      const once = await fixDocument(await readDocument({ name, text: before }), DEFAULT_SETTINGS, true);
      const after = once.document.source.text;
      const twice = await fixDocument(once.document, DEFAULT_SETTINGS, true);
      expect(twice.document.source.text).toBe(after);
      expect(once.document.faults.length).toBeLessThanOrEqual(
        (await readDocument({ name, text: before })).faults.length,
      );
      expect(commentsOf(after)).toEqual(commentsOf(before));
      expect(after.startsWith('\uFEFF')).toBe(before.startsWith('\uFEFF'));
      expect(/\n$/.test(after)).toBe(/\n$/.test(before));
      if (before.includes('\r\n')) expect(after).not.toMatch(/(?<!\r)\n/);
      else expect(after).not.toContain('\r');
    },
  );
});
