/**
 * Fixes as changes of the text. Whatever a fix does not touch stays as it is: comments, indentation, order, quotes,
 * line breaks, the byte-order mark and the end of the file.
 */
import type { Edit, Path } from '../../diagnostic.ts';
import { type Document, readDocument } from '../document.ts';
import type { Node, Span } from '../tree.ts';
import { blockIndentation, insertInBlock, removeInBlock } from './block.ts';
import { type Container, elementAt, isFlow, nodeAt } from './elements.ts';
import { insertInFlow, removeInFlow, type ValueText } from './flow.ts';
import { indentationAt, lineBreakOf, reindent, startsLine } from './layout.ts';
import { blockMember, flowText, keyText, type Layout, scalarText } from './write.ts';

/** Replaces a span of the text. */
export interface TextEdit {
  readonly span: Span;
  readonly text: string;
}

/**
 * What the edits of one fix change in the text, as edits that do not overlap; `undefined` when the text leaves no way
 * to do it without touching something else.
 */
export async function textEditsOf(document: Document, edits: readonly Edit[]): Promise<TextEdit[] | undefined> {
  const steps = edits.flatMap(stepsOf);
  const [only] = steps;
  if (steps.length === 1 && only) return textEdits(document, only);
  let current = document;
  for (const step of steps) {
    const changes = textEdits(current, step.op === 'insert' ? { ...step, from: document } : step);
    if (!changes) return undefined;
    const text = applyTextEdits(current.source.text, changes);
    current = await readDocument({ ...document.source, text }, document.format);
  }
  return [difference(document.source.text, current.source.text)];
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

/** An edit that one look at the tree can do. `insert` puts the node at `source` of another document there as it is written. */
type Step =
  | Exclude<Edit, { op: 'move' }>
  | { readonly op: 'insert'; readonly path: Path; readonly source: Path; readonly from?: Document };

function stepsOf(edit: Edit): Step[] {
  if (edit.op !== 'move') return [edit];
  return [
    { op: 'insert', path: edit.to, source: edit.path },
    { op: 'remove', path: edit.path },
  ];
}

function textEdits(document: Document, step: Step): TextEdit[] | undefined {
  if (step.op === 'text') return [{ span: step.span, text: step.text }];
  const tree = document.tree();
  if (!tree) return undefined;
  const { text } = document.source;
  const layout = layoutOf(document);
  if (step.op === 'remove') return remove(text, tree, step.path);
  if (step.op === 'rename') return rename(text, tree, step.path, step.to, layout);
  if (step.op === 'set') {
    const node = nodeAt(tree, step.path);
    return node
      ? replace(text, node, step.value, layout)
      : insert(text, tree, step.path, valueWriter(step.value), layout);
  }
  const moved = step.from && copyWriter(step.from, step.source);
  return moved && !nodeAt(tree, step.path) ? insert(text, tree, step.path, moved, layout) : undefined;
}

function remove(text: string, tree: Node, path: Path): TextEdit[] | undefined {
  const found = elementAt(tree, path);
  if (!found) return undefined;
  const { container, index } = found;
  return isFlow(container, text) ? removeInFlow(text, container, index) : removeInBlock(text, container, index);
}

function rename(text: string, tree: Node, path: Path, to: string, layout: Layout): TextEdit[] | undefined {
  const found = elementAt(tree, path);
  const member = found?.container.kind === 'object' ? found.container.members[found.index] : undefined;
  if (!member || elementAt(tree, [...path.slice(0, -1), to])) return undefined;
  return [{ span: member.keySpan, text: keyText(to, layout, text.slice(...member.keySpan)) }];
}

function replace(text: string, node: Node, value: unknown, layout: Layout): TextEdit[] | undefined {
  if (node.kind === 'array' && Array.isArray(value)) return replaceItems(text, node, value, layout);
  const old = text.slice(...node.span);
  if (typeof value === 'string') {
    const space = old === '' ? ' ' : '';
    return [{ span: node.span, text: space + scalarText(value, layout, old) }];
  }
  const isMultiLine = layout.format !== 'yaml' && /[\r\n]/.test(text) && typeof value === 'object';
  const written = flowText(value, layout, isMultiLine ? indentationAt(text, node.span[0]) : undefined);
  return [{ span: node.span, text: (old === '' ? ' ' : '') + written }];
}

/** Only the items between the first and the last that differ are written anew, so that comments at others stay. */
function replaceItems(
  text: string,
  array: Extract<Node, { kind: 'array' }>,
  values: readonly unknown[],
  layout: Layout,
): TextEdit[] {
  const isSame = (node: Node | undefined, value: unknown) => node?.kind === 'scalar' && node.value === value;
  let head = 0;
  while (head < array.items.length && head < values.length && isSame(array.items[head], values[head])) head++;
  let tail = 0;
  const most = Math.min(array.items.length, values.length) - head;
  while (tail < most && isSame(array.items.at(-1 - tail), values.at(-1 - tail))) tail++;
  const old = array.items.slice(head, array.items.length - tail);
  const [first, last] = [old[0], old.at(-1)];
  if (!first || !last || values.length - tail <= head) return [{ span: array.span, text: flowText(values, layout) }];
  const written = values.slice(head, values.length - tail).map((value) => flowText(value, layout));
  return [{ span: [first.span[0], last.span[1]], text: written.join(separator(text, array, first, layout)) }];
}

function separator(text: string, array: Container, item: Node, { lineBreak }: Layout): string {
  if (!isFlow(array, text)) return `${lineBreak}${blockIndentation(text, array)}- `;
  return startsLine(text, item.span[0]) ? `,${lineBreak}${indentationAt(text, item.span[0])}` : ', ';
}

/** The text of a member's value, between brackets or as a block member. */
interface ValueWriter {
  readonly flow: (layout: Layout) => ValueText;
  readonly block: (key: string, indentation: string, layout: Layout) => string;
}

function valueWriter(value: unknown): ValueWriter {
  return {
    flow: (layout) => (indentation) => flowText(value, layout, indentation),
    block: (key, indentation, layout) => blockMember(key, value, layout, indentation),
  };
}

/** Copies a value as it is written, with its comments. */
function copyWriter(from: Document, path: Path): ValueWriter | undefined {
  const tree = from.tree();
  const node = tree && nodeAt(tree, path);
  if (!node) return undefined;
  const { text } = from.source;
  const raw = text.slice(...node.span);
  const isBlock = node.kind !== 'scalar' && !isFlow(node, text);
  const old = isBlock ? blockIndentation(text, node) : indentationAt(text, node.span[0]);
  return {
    flow: () => (indentation) => (indentation === undefined ? raw : reindent(raw, old, indentation)),
    block: (key, indentation, layout) => {
      const name = keyText(key, layout);
      if (!isBlock) return `${name}: ${reindent(raw, old, indentation)}`;
      const inner = indentation + layout.unit;
      return `${name}:${layout.lineBreak}${inner}${reindent(raw, old, inner)}`;
    },
  };
}

/** Adds what is missing of the path, from the nearest node that exists. */
function insert(text: string, tree: Node, path: Path, value: ValueWriter, layout: Layout): TextEdit[] | undefined {
  const key = path.at(-1);
  const parent = nodeAt(tree, path.slice(0, -1));
  if (typeof key !== 'string') return undefined;
  if (!parent) return insert(text, tree, path.slice(0, -1), nested(key, value), layout);
  if (parent.kind !== 'object') return undefined;
  if (isFlow(parent, text)) return insertInFlow(text, parent, key, value.flow(layout), layout);
  return insertInBlock(text, parent, (indentation) => value.block(key, indentation, layout), layout);
}

/** The value as the only member of a new object. */
function nested(key: string, value: ValueWriter): ValueWriter {
  return {
    flow: (layout) => (indentation) => {
      if (indentation === undefined) return `{ ${keyText(key, layout)}: ${value.flow(layout)(undefined)} }`;
      const inner = indentation + layout.unit;
      const { lineBreak } = layout;
      return `{${lineBreak}${inner}${keyText(key, layout)}: ${value.flow(layout)(inner)}${lineBreak}${indentation}}`;
    },
    block: (outer, indentation, layout) => {
      const inner = indentation + layout.unit;
      return `${keyText(outer, layout)}:${layout.lineBreak}${inner}${value.block(key, inner, layout)}`;
    },
  };
}

/** The first indentation of the text is one level; two spaces where nothing is indented. */
function layoutOf({ source: { text }, format }: Document): Layout {
  const lineBreak = lineBreakOf(text);
  const unit = /(?:^|[\r\n])( +|\t)(?=\S)/.exec(text)?.[1] ?? '  ';
  return { format, lineBreak, unit: format === 'yaml' && unit === '\t' ? '  ' : unit };
}

/** One edit that turns one text into the other. */
function difference(before: string, after: string): TextEdit {
  let start = 0;
  while (start < before.length && before[start] === after[start]) start++;
  let end = 0;
  const most = Math.min(before.length, after.length) - start;
  while (end < most && before.at(-1 - end) === after.at(-1 - end)) end++;
  return { span: [start, before.length - end], text: after.slice(start, after.length - end) };
}
