import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { canParseUrl } from '../../src/can-parse-url.ts';

it.each([
  ['https://münchen.example/mcp', undefined, true],
  ['https://ümlaut.example', undefined, true],
  ['/a?ü=1', 'https://münchen.example', true],
  ['münchen', undefined, false],
  ['http://[', undefined, false],
  ['', undefined, false],
])('takes %j on %j: %s', (text, base, expected) => {
  expect(canParseUrl(text, base)).toBe(expected);
});

it('says the same after many calls, when V8 has compiled them', () => {
  for (let count = 0; count < 100_000; count += 1) canParseUrl(`https://a.example/${count % 7}`);
  const answers = new Set<boolean>();
  for (let count = 0; count < 20_000; count += 1) answers.add(canParseUrl('https://münchen.example/mcp'));
  expect([...answers]).toEqual([true]);
});

it('stands for URL.canParse everywhere', () => {
  const src = join(import.meta.dirname, '../../src');
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  const callers = files.filter((name) => readFileSync(join(src, name), 'utf8').includes('URL.canParse('));
  expect(callers).toEqual([]);
});
