/** Edits of YAML's block style, where lines and indentation are the structure. */

import { type Container, elementsOf } from './elements.ts';
import { endOfLine, startOfLine, startOfNextLine, startsLine } from './layout.ts';
import type { TextEdit } from './textedit.ts';
import type { EditedText } from './write.ts';

/**
 * The white space before the elements of a block. The first key of a list item comes after a dash, which counts; the
 * question mark of an explicit key stands where other keys do.
 */
export function blockIndentation(text: string, container: Container): string {
  const [first] = elementsOf(container);
  const [start] = container.span;
  const at = container.kind === 'array' || text[start] === '?' ? start : (first?.span[0] ?? start);
  return text.slice(startOfLine(text, at), at).replace(/[^ \t]/g, ' ');
}

/** Adds a member on a line of its own after the last one. `member` is its text for an indentation. */
export function insertInBlock(
  { text, layout }: EditedText,
  mapping: Container,
  member: (indentation: string) => string,
): TextEdit[] {
  const indentation = blockIndentation(text, mapping);
  const end = endOfLine(text, mapping.span[1]);
  return [{ span: [end, end], text: `${layout.lineBreak}${indentation}${member(indentation)}` }];
}

/** Removes the lines of an element; `undefined` when something that must stay is on the same lines. */
export function removeInBlock(text: string, container: Container, index: number): TextEdit[] | undefined {
  const elements = elementsOf(container);
  const element = elements[index];
  if (!element) return undefined;
  const [start, end] = element.span;
  if (elements.length === 1) return [emptied(text, container)];
  const head = container.kind === 'array' ? text.lastIndexOf('-', start - 1) : start;
  if (startsLine(text, head)) return [{ span: wholeLines(text, head, end), text: '' }];
  const next = elements[index + 1];
  const nextHead = next && (container.kind === 'array' ? text.lastIndexOf('-', next.span[0] - 1) : next.span[0]);
  if (nextHead === undefined || /#/.test(text.slice(end, nextHead))) return undefined;
  return [{ span: [head, nextHead], text: '' }];
}

/** The lines with the break after them. At the end of a text without a last break, with the break before them. */
function wholeLines(text: string, start: number, end: number): [number, number] {
  const from = startOfLine(text, start);
  const behind = startOfNextLine(text, end);
  return behind > endOfLine(text, end)
    ? [from, behind]
    : [text.slice(0, from).replace(/(?:\r\n|\n|\r)$/, '').length, behind];
}

/** A block that loses its last element becomes a pair of brackets after the colon. */
function emptied(text: string, container: Container): TextEdit {
  const [start, end] = container.span;
  const before = text.slice(0, start).trimEnd().length;
  const brackets = container.kind === 'array' ? '[]' : '{}';
  return text[before - 1] === ':'
    ? { span: [before, end], text: ` ${brackets}` }
    : { span: [start, end], text: brackets };
}
