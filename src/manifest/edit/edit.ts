/**
 * Turns fixes into changes of the text. Everything that a fix does not touch stays: comments, indentation, order, quotes,
 * line breaks, the byte-order mark and the end of the file.
 */
import type { Edit, Path } from '../../diagnostic.ts';
import { type Document, readDocument, treeOf } from '../document.ts';
import type { ArrayNode, Node } from '../tree.ts';
import { isBlockScalar } from '../yaml-scalar.ts';
import { blockIndentation, insertInBlock, removeInBlock } from './block.ts';
import { type Container, elementAt, isFlow, nodeAt } from './elements.ts';
import { insertInFlow, removeInFlow } from './flow.ts';
import { indentationAt, lineBreakOf, startsLine } from './layout.ts';
import { applyTextEdits, difference, type TextEdit } from './textedit.ts';
import { type EditedText, flowText, keyText, type Layout, scalarText } from './write.ts';
import { copyWriter, nested, type ValueWriter, valueWriter } from './writers.ts';

/**
 * The edits of one fix as text edits that do not overlap; `undefined` when the fix cannot be applied without touching
 * something else.
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

/** An edit that needs the tree only once. `insert` copies the text of the node at `source` of another document. */
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
  const tree = treeOf(document);
  if (!tree) return undefined;
  const edited = { text: document.source.text, tree, layout: layoutOf(document) };
  if (step.op === 'remove') return remove(edited, step.path);
  if (step.op === 'rename') return rename(edited, step.path, step.to);
  if (step.op === 'set') {
    const node = nodeAt(tree, step.path);
    return node ? replace(edited, node, step.value) : insert(edited, step.path, valueWriter(step.value));
  }
  const moved = step.from && copyWriter(step.from, step.source);
  return moved && !nodeAt(tree, step.path) ? insert(edited, step.path, moved) : undefined;
}

interface EditedTree extends EditedText {
  readonly tree: Node;
}

function remove({ text, tree }: EditedTree, path: Path): TextEdit[] | undefined {
  const found = elementAt(tree, path);
  if (!found) return undefined;
  const { container, index } = found;
  return isFlow(container, text) ? removeInFlow(text, container, index) : removeInBlock(text, container, index);
}

function rename({ text, tree, layout }: EditedTree, path: Path, to: string): TextEdit[] | undefined {
  const found = elementAt(tree, path);
  const member = found?.container.kind === 'object' ? found.container.members[found.index] : undefined;
  if (!member || elementAt(tree, [...path.slice(0, -1), to])) return undefined;
  return [{ span: member.keySpan, text: keyText(to, layout, text.slice(...member.keySpan)) }];
}

function replace(edited: EditedText, node: Node, value: unknown): TextEdit[] | undefined {
  if (node.kind === 'array' && Array.isArray(value)) return replaceItems(edited, node, value);
  const { text, layout } = edited;
  const old = text.slice(...node.span);
  if (typeof value === 'string') {
    const space = old === '' ? ' ' : '';
    const comment = isBlockScalar(old) ? (/^.*?(?=[ \t]+#|$)(.*)/m.exec(old)?.[1] ?? '') : '';
    return [{ span: node.span, text: space + scalarText(value, layout, old) + comment }];
  }
  const isMultiLine = layout.format !== 'yaml' && /[\r\n]/.test(text) && typeof value === 'object';
  const written = flowText(value, layout, isMultiLine ? indentationAt(text, node.span[0]) : undefined);
  return [{ span: node.span, text: (old === '' ? ' ' : '') + written }];
}

/** Writes only the items from the first to the last that differ, so that comments at the others stay. */
function replaceItems(edited: EditedText, array: ArrayNode, values: readonly unknown[]): TextEdit[] {
  const { layout } = edited;
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
  return [{ span: [first.span[0], last.span[1]], text: written.join(separator(edited, array, first)) }];
}

function separator({ text, layout }: EditedText, array: Container, item: Node): string {
  const { lineBreak } = layout;
  if (!isFlow(array, text)) return `${lineBreak}${blockIndentation(text, array)}- `;
  return startsLine(text, item.span[0]) ? `,${lineBreak}${indentationAt(text, item.span[0])}` : ', ';
}

/** Adds a member, and the objects of its path that are missing. */
function insert(edited: EditedTree, path: Path, value: ValueWriter): TextEdit[] | undefined {
  const { text, tree, layout } = edited;
  const key = path.at(-1);
  const parent = nodeAt(tree, path.slice(0, -1));
  if (typeof key !== 'string') return undefined;
  if (!parent) return insert(edited, path.slice(0, -1), nested(key, value));
  if (parent.kind !== 'object') return undefined;
  if (isFlow(parent, text)) return insertInFlow(edited, parent, [key, value.flow(layout)]);
  return insertInBlock(edited, parent, (indentation) => value.block(key, indentation, layout));
}

/** The first indentation of the text is one level; two spaces when nothing is indented. Computed once for a document. */
function layoutOf(document: Document): Layout {
  const known = layouts.get(document);
  if (known) return known;
  const { format, source } = document;
  const unit = /(?:^|[\r\n])( +|\t)(?=\S)/.exec(source.text)?.[1] ?? '  ';
  const layout = {
    format,
    lineBreak: lineBreakOf(source.text),
    unit: format === 'yaml' && unit === '\t' ? '  ' : unit,
  };
  layouts.set(document, layout);
  return layout;
}

/** How many times `textEditsOf` reads the text for these edits. */
export function readingsOf(edits: readonly Edit[]): number {
  const steps = edits.flatMap(stepsOf).length;
  return steps === 1 ? 0 : steps;
}

const layouts = new WeakMap<Document, Layout>();
