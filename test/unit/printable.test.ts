import { describe, expect, it } from 'vitest';
import { countInvisible, isPrintable, printable, printableJson } from '../../src/printable.ts';

const INVISIBLE = {
  'an escape character': '\u001b',
  'a control character of C1': '\u009b',
  'a bidirectional override': '\u202e',
  'a zero-width space': '\u200b',
  'a soft hyphen': '\u00ad',
  'a grapheme joiner': '\u034f',
  'the fillers of Hangul': '\u115f\u1160\u3164\uffa0',
  'the inherent vowels of Khmer': '\u17b4\u17b5',
  'the variation selectors of Mongolian': '\u180b\u180c\u180d\u180f',
  'variation selectors': '\ufe00\ufe0e\ufe0f',
  'variation selectors of the supplement': '\u{e0100}\u{e01ef}',
  tags: '\u{e0041}',
  'the blank Braille pattern': '\u2800',
  'the null notehead and the filler of Khitan': '\u{1d159}\u{16fe4}',
  'code points without a character': '\ufff0\u{2fffe}\u{e0fff}\u0378',
  'private use': '\ue000',
  'a lone surrogate': '\ud800',
};

describe('text of another origin', () => {
  it.each(Object.entries(INVISIBLE))('shows %s as an escape, and counts it', (_, characters) => {
    const hidden = [...characters];
    const escaped = hidden.map((character) => `\\u{${character.codePointAt(0)?.toString(16)}}`).join('');
    expect(printable(`reads${characters}.`)).toBe(`reads${escaped}.`);
    expect(isPrintable(characters)).toBe(false);
    expect(countInvisible(`a${characters}\n`)).toBe(hidden.length);
    expect(JSON.parse(printableJson(characters))).toBe(characters);
    expect(printableJson(characters)).toMatch(/^[ -~]*$/);
  });

  it.each([
    'plain',
    'Größe, Český, 東京, ภาษาไทย, हिन्दी,한국어',
    'a combining e\u0301',
    '❤\ufe0f ☎\ufe0e 1\ufe0f\u20e3 #\ufe0f\u20e3 👋🏽 🇪🇺',
    'an emoji of a later Unicode: \u{1fadd}',
  ])('stays as it is when it can be seen: %s', (text) => {
    expect(printable(text)).toBe(text);
    expect(isPrintable(text)).toBe(true);
    expect(countInvisible(text)).toBe(0);
  });

  it('hides nothing behind an emoji or a digit: one selector belongs to it, a second does not', () => {
    expect(printable('❤\ufe0f\ufe0f')).toBe('❤\ufe0f\\u{fe0f}');
    expect(printable('1\ufe0f2')).toBe('1\\u{fe0f}2');
  });
});
