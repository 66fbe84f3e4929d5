/**
 * Makes text of another origin safe to show: control characters (and so ANSI and OSC sequences), bidirectional
 * overrides and invisible characters become `\u{…}`. Line breaks stay only with `lines`.
 */
export function printable(text: string, { lines = false } = {}): string {
  if (isPlain(text)) return text;
  return text.replace(unprintable(), (character) =>
    lines && (character === '\n' || character === '\t') ? character : `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );
}

/** Whether the text has no control, bidirectional or invisible character. */
export function isPrintable(text: string): boolean {
  return isPlain(text) || text.search(unprintable()) === -1;
}

/** Writes a JSON document that is safe to show: the same value, with such characters escaped as JSON escapes them. */
export function printableJson(document: unknown, replaced?: (name: string, value: unknown) => unknown): string {
  return JSON.stringify(document, replaced, 2).replace(unprintable(), (character) =>
    character === '\n' ? character : character.split('').map(escapedUnit).join(''),
  );
}

const escapedUnit = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** Most texts are visible ASCII. Checking that takes less time than building the pattern of all other characters. */
function isPlain(text: string): boolean {
  return /^[ -~]*$/.test(text);
}

/** Cc, Cf (bidirectional and zero-width among them), line and paragraph separators, lone surrogates, private use. */
function unprintable(): RegExp {
  return /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]/gu;
}
