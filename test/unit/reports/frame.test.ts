import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { positionsOf } from '../../../src/manifest/positions.ts';
import { columnOf, cutLine, displayLine } from '../../../src/reports/display.ts';
import { frame } from '../../../src/reports/frame.ts';
import { styles } from '../../../src/styles.ts';
import { readJsonDocument } from '../../fakes/documents.ts';

const style = styles(false);

/** The frame of the first occurrence of `marked`, and of `related` as the other half. */
function framed(
  text: string,
  marked: string,
  { related, width = 100 }: { related?: string; width?: number } = {},
): string {
  const rangeOf = positionsOf(readJsonDocument(text, 'x.json'));
  const range = (part: string) => rangeOf({ span: [text.indexOf(part), text.indexOf(part) + part.length] });
  const labels = [
    { range: range(marked), role: 'primary' as const },
    ...(related ? [{ range: range(related), role: 'related' as const, message: 'Here too.' }] : []),
  ];
  return frame(text, labels, { style, accent: (each) => each, width }).join('\n');
}

describe('the code frame', () => {
  it.each([
    ['ASCII', '{"a": "wrong"}'],
    ['a tab', '{\t"a":\t"wrong"}'],
    ['wide characters', '{"名前": "売上", "a": "wrong"}'],
    ['emoji of one and of several code points', '{"📈": "👩‍💻❤️🇩🇪", "a": "wrong"}'],
    ['combining marks', '{"e\u0301": "a\u0308", "a": "wrong"}'],
    ['what a terminal would act on', '{"\u202e\u001b[31m": 1, "a": "wrong"}'],
    ['a byte-order mark', '\uFEFF{"a": "wrong"}'],
    ['a line break of two characters', '{\r\n"b": 1,\r\n"a": "wrong"\r\n}'],
  ])('puts the caret under its text behind %s', (_, text) => {
    const lines = framed(text, '"wrong"').split('\n');
    const [code = '', carets = ''] = lines.slice(-2);
    const before = stringWidth(code.slice(0, code.indexOf('"wrong"')));
    expect(carets.indexOf('^')).toBe(before);
    expect(carets.trimEnd()).toMatch(/ \^{7}$/);
  });

  it('shows no control character', () => {
    expect(framed('{"\u202e\u001b[31m": "wrong"}', '"wrong"')).not.toMatch(/[\u202e\u001b]/);
  });

  it('shows both halves of a conflict, and the line between when it is only one', () => {
    expect(framed('{\n  "a": 1,\n  "b": 2,\n  "c": 3\n}', '"c"', { related: '"a"' })).toBe(
      ['  |', '2 |   "a": 1,', '  |   --- Here too.', '3 |   "b": 2,', '4 |   "c": 3', '  |   ^^^'].join('\n'),
    );
  });

  it('leaves out what is further apart, and widens the gutter for long numbers', () => {
    const text = `{\n"a": 1,${'\n'.repeat(98)}"b": 2\n}`;
    expect(framed(text, '"b"', { related: '"a"' }).split('\n')).toEqual([
      '    |',
      '  2 | "a": 1,',
      '    | --- Here too.',
      '...',
      '100 | "b": 2',
      '    | ^^^',
    ]);
  });

  it('underlines the first line of something that has several', () => {
    expect(framed('{"a": {\n  "b": 1\n}}', '{\n  "b": 1\n}').split('\n').at(-1)).toBe('  |       ^');
  });

  it('cuts a long line around the place', () => {
    const text = `{"a": "${'x'.repeat(500)}", "b": "wrong", "c": "${'y'.repeat(500)}"}`;
    const [, code = '', carets = ''] = framed(text, '"wrong"', { width: 60 }).split('\n');
    expect(code).toMatch(/^1 \| …x+", "b": "wrong", "c": "y+…$/);
    expect(code.length).toBeLessThanOrEqual(66);
    expect(code.slice(carets.indexOf('^'), carets.lastIndexOf('^') + 1)).toBe('"wrong"');
  });

  it('takes a line of a megabyte in its stride', () => {
    const text = `{"a": "${'x'.repeat(1_000_000)}", "b": "wrong"}`;
    expect(framed(text, '"wrong"', { width: 60 })).toContain('"wrong"');
  });
});

describe('a displayed line', () => {
  it('counts terminal columns, not characters', () => {
    expect(displayLine('a\tb').width).toBe(5);
    expect(displayLine('売上').width).toBe(4);
    expect(displayLine('👍').width).toBe(2);
    expect(columnOf(displayLine('売b'), 1)).toBe(2);
    expect(cutLine(displayLine('abcdef'), 2, 3)).toBe('…cde…');
  });
});
