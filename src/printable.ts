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

/** How many characters of the text cannot be seen. Line breaks and tabs do not count. */
export function countInvisible(text: string): number {
  return isPlain(text)
    ? 0
    : [...text.matchAll(unprintable())].filter(([character]) => !/[\n\r\t]/.test(character)).length;
}

/** Writes a JSON document that is safe to show: the same value, with such characters escaped as JSON escapes them. */
export function printableJson(document: unknown, replaced?: (name: string, value: unknown) => unknown): string {
  const text = JSON.stringify(document, replaced, 2).replace(unprintable(), (character) =>
    character === '\n' ? character : character.split('').map(escapedUnit).join(''),
  );
  return text.replaceAll(OLD_COMMAND, `#${escapedUnit('#')}[`);
}

/**
 * Takes the meaning from what a runner of GitHub Actions would execute in a log: `::` at the start of a line, and `##[`
 * anywhere in one. The escapes are those of JSON, so that a document stays the same.
 */
export function withoutWorkflowCommands(text: string): string {
  return text
    .replaceAll(OLD_COMMAND, `#${escapedUnit('#')}[`)
    .replace(/^([^\S\r\n]*)::/gm, (_, space: string) => `${space}${escapedUnit(':')}:`);
}

const OLD_COMMAND = '##[';

const escapedUnit = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** Most texts are visible ASCII. Checking that takes less time than building the pattern of all other characters. */
function isPlain(text: string): boolean {
  return /^[ -~]*$/.test(text);
}

/**
 * What moves a cursor or cannot be seen: Cc, Cf (bidirectional and zero-width among them), line and paragraph separators,
 * lone surrogates, private use, unassigned, default ignorable (UAX #44), and letters that are drawn as nothing: the blank
 * Braille pattern, the filler of Khitan and the null notehead. A variation selector stays where it chooses the look of an
 * emoji (UTS #51), and so do code points that are kept for emoji: this Node may be older than they are.
 */
function unprintable(): RegExp {
  return /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Cn}\p{Default_Ignorable_Code_Point}\u2800\u{16FE4}\u{1D159}](?<!\p{Extended_Pictographic}[\uFE0E\uFE0F]?)(?<![#*\d]\uFE0F(?=\u20E3))/gu;
}
