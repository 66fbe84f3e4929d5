/** From places to lines and columns. */
import type { Place } from '../diagnostic.ts';
import type { Document } from './document.ts';
import { treeOf } from './document.ts';
import { memberOf, type Node, type Span } from './tree.ts';

export interface Position {
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units; a byte-order mark does not count. */
  readonly column: number;
  /** From 0, in UTF-16 units of the text; a byte-order mark counts. */
  readonly offset: number;
}

export interface Range {
  readonly start: Position;
  /** Exclusive. */
  readonly end: Position;
}

/** Returns a function from places to ranges. A path that does not exist gets the key or the opening of its nearest parent. */
export function positionsOf(document: Document): (place: Place) => Range {
  const { text } = document.source;
  const span = spansOf(document);
  const lineStarts = startsOfLines(text);
  const position = (offset: number): Position => {
    const line = lastNotAfter(lineStarts, offset);
    return { line: line + 1, column: Math.max(offset - (lineStarts[line] ?? 0), 0) + 1, offset };
  };
  return (place) => {
    const [start, end] = span(place);
    return { start: position(start), end: position(end) };
  };
}

/** Returns a function from places to spans, which is faster than one to lines and columns. */
export function spansOf(document: Document): (place: Place) => Span {
  const tree = treeOf(document);
  const { length } = document.source.text;
  const within = (offset: number) => Math.min(Math.max(offset, 0), length);
  return (place) => {
    if ('span' in place) return [within(place.span[0]), within(place.span[1])];
    if (!tree) return [0, 0];
    return spanOfPath(tree, place, document.source.text);
  };
}

type PathPlace = Exclude<Place, { readonly span: unknown }>;

function spanOfPath(root: Node, { path, at }: PathPlace, text: string): Span {
  let node = root;
  let key: Span | undefined;
  for (const step of path) {
    const member = node.kind === 'object' ? memberOf(node, String(step)) : undefined;
    const child = member?.value ?? (node.kind === 'array' ? node.items[Number(step)] : undefined);
    if (!child) return key ?? opening(node, text);
    node = child;
    key = member?.keySpan;
  }
  if (at === 'key') return key ?? opening(node, text);
  const isEmpty = node.span[0] === node.span[1];
  return isEmpty && key ? key : node.span;
}

/** The bracket that opens a node. Block YAML has none; there it is the first key or item. */
function opening(node: Node, text: string): Span {
  const [start] = node.span;
  if (text[start] === '{' || text[start] === '[') return [start, start + 1];
  if (node.kind === 'object') return node.members[0]?.keySpan ?? node.span;
  return (node.kind === 'array' ? node.items[0]?.span : undefined) ?? node.span;
}

/** Offsets at which lines start. Lines end with LF, CRLF or CR. */
function startsOfLines(text: string): number[] {
  const starts = [text.startsWith('\uFEFF') ? 1 : 0];
  for (const { index, 0: ending } of text.matchAll(/\r\n|\n|\r/g)) starts.push(index + ending.length);
  return starts;
}

/** The index of the last of the ascending numbers that is not after the offset; 0 when all are. */
function lastNotAfter(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
