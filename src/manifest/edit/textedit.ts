/** Changes of a text. */
import type { Span } from '../tree.ts';

/** Replaces a span of the text. */
export interface TextEdit {
  readonly span: Span;
  readonly text: string;
}

/** The text after edits that do not overlap, in any order. */
export function applyTextEdits(text: string, edits: readonly TextEdit[]): string {
  let changed = '';
  let at = 0;
  for (const { span, text: replacement } of [...edits].sort((one, other) => one.span[0] - other.span[0])) {
    changed += text.slice(at, span[0]) + replacement;
    at = span[1];
  }
  return changed + text.slice(at);
}

/** One edit that turns one text into the other. */
export function difference(before: string, after: string): TextEdit {
  let start = 0;
  while (start < before.length && before[start] === after[start]) start++;
  let end = 0;
  const most = Math.min(before.length, after.length) - start;
  while (end < most && before.at(-1 - end) === after.at(-1 - end)) end++;
  return { span: [start, before.length - end], text: after.slice(start, after.length - end) };
}
