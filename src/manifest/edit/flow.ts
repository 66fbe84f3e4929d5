/** Edits between brackets: in JSON, JSONC, and YAML's flow style. */

import { type Container, elementsOf } from './elements.ts';
import { commaAfter, endOfLine, indentationAt, startOfNextLine, startsLine } from './layout.ts';
import type { TextEdit } from './textedit.ts';
import { type EditedText, keyText } from './write.ts';

/** The text of a new value: over several lines with this indentation, or on one line for `undefined`. */
export type ValueText = (indentation: string | undefined) => string;

/** Adds a member after the last one. */
export function insertInFlow(
  { text, layout }: EditedText,
  object: Container,
  [key, value]: readonly [string, ValueText],
): TextEdit[] {
  const [start, end] = object.span;
  const elements = elementsOf(object);
  const last = elements.at(-1);
  const member = (colon: string, indentation?: string) => `${keyText(key, layout)}${colon}${value(indentation)}`;
  if (!last?.keySpan) {
    const outer = indentationAt(text, start);
    const inner = outer + layout.unit;
    const isOneLine = !/[\r\n]/.test(text);
    const content = isOneLine
      ? member(': ')
      : `${layout.lineBreak}${inner}${member(': ', inner)}${layout.lineBreak}${outer}`;
    const isEmpty = text.slice(start + 1, end - 1).trim() === '';
    return isEmpty
      ? [{ span: [start + 1, end - 1], text: content }]
      : [{ span: [start + 1, start + 1], text: content }];
  }
  const colon = text
    .slice(last.keySpan[1], last.value.span[0])
    .replace(/\s*:\s*/s, (found) => (found === ':' ? ':' : ': '));
  const comma = commaAfter(text, last.span[1]);
  const behind = comma === undefined ? last.span[1] : comma + 1;
  if (!startsLine(text, last.span[0])) {
    const gap = colon === ':' ? '' : ' ';
    return [{ span: [behind, behind], text: `${comma === undefined ? ',' : ''}${gap}${member(colon)}` }];
  }
  const indentation = indentationAt(text, last.span[0]);
  const line = `${layout.lineBreak}${indentation}${member(colon, indentation)}${comma === undefined ? '' : ','}`;
  const lineEnd = Math.min(endOfLine(text, behind), end - 1);
  const hasComment = text.slice(behind, lineEnd).trim() !== '';
  if (!hasComment) return [{ span: [behind, behind], text: `${comma === undefined ? ',' : ''}${line}` }];
  const commaEdit = comma === undefined ? [{ span: [behind, behind], text: ',' } as const] : [];
  return [...commaEdit, { span: [lineEnd, lineEnd], text: line }];
}

/** Removes an element, one comma, and the line when nothing else is on it. */
export function removeInFlow(text: string, container: Container, index: number): TextEdit[] {
  const elements = elementsOf(container);
  const element = elements[index];
  if (!element) return [];
  const [start, end] = element.span;
  const comma = commaAfter(text, end);
  const behind = comma === undefined ? end : comma + 1;
  const previous = elements[index - 1];
  if (index < elements.length - 1) return [{ span: wholeLine(text, start, behind), text: '' }];
  if (!previous) {
    const [open, close] = [container.span[0] + 1, container.span[1] - 1];
    const isAlone = (text.slice(open, start) + text.slice(behind, close)).trim() === '';
    return [{ span: isAlone ? [open, close] : [start, behind], text: '' }];
  }
  const before = commaAfter(text, previous.span[1]) ?? start;
  const onlySpace = text.slice(before + 1, start).trim() === '';
  if (comma !== undefined) return [{ span: wholeLine(text, start, behind), text: '' }];
  if (onlySpace) return [{ span: [before, behind], text: '' }];
  return [
    { span: [before, before + 1], text: '' },
    { span: wholeLine(text, start, behind), text: '' },
  ];
}

/** Widens the span to its whole line when nothing else is on it; otherwise to the spaces after it. */
function wholeLine(text: string, start: number, end: number): [number, number] {
  const isAlone = startsLine(text, start) && text.slice(end, endOfLine(text, end)).trim() === '';
  if (isAlone) return [start - indentationAt(text, start).length, startOfNextLine(text, end)];
  const space = /^[ \t]*/.exec(text.slice(end))?.[0].length ?? 0;
  return [start, end + space];
}
