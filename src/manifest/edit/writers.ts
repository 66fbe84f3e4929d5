/** Writers for a new member: from a value, from a copy of another node, or from an object around either. */
import type { Path } from '../../diagnostic.ts';
import { type Document, treeOf } from '../document.ts';
import type { Node } from '../tree.ts';
import { blockIndentation } from './block.ts';
import { elementAt, isFlow, nodeAt } from './elements.ts';
import type { ValueText } from './flow.ts';
import { endOfLine, indentationAt, reindent } from './layout.ts';
import { blockMember, flowText, keyText, type Layout } from './write.ts';

/** The text of a member's value, between brackets or as a block member. */
export interface ValueWriter {
  readonly flow: (layout: Layout) => ValueText;
  readonly block: (key: string, indentation: string, layout: Layout) => string;
}

export function valueWriter(value: unknown): ValueWriter {
  return {
    flow: (layout) => (indentation) => flowText(value, layout, indentation),
    block: (key, indentation, layout) => blockMember([key, value], layout, indentation),
  };
}

/** Copies the text of a value, with its comments. */
export function copyWriter(from: Document, path: Path): ValueWriter | undefined {
  const tree = treeOf(from);
  const node = tree && nodeAt(tree, path);
  if (!node) return undefined;
  const { text } = from.source;
  const raw = text.slice(...node.span);
  const isBlock = node.kind !== 'scalar' && !isFlow(node, text);
  const old = isBlock ? blockIndentation(text, node) : indentationAt(text, node.span[0]);
  const { head, tail } = from.format === 'yaml' ? commentsAround(text, tree, path) : NO_COMMENTS;
  return {
    flow: () => (indentation) => (indentation === undefined ? raw : reindent(raw, old, indentation)),
    block: (key, indentation, layout) => {
      const name = keyText(key, layout);
      if (!isBlock) return `${name}: ${reindent(raw, old, indentation)}${tail}`;
      const inner = indentation + layout.unit;
      return `${name}:${head}${layout.lineBreak}${inner}${reindent(raw, old, inner)}${tail}`;
    },
  };
}

const NO_COMMENTS = { head: '', tail: '' };

/** The comments that YAML has behind the colon of a member, and behind the value on its last line. */
function commentsAround(text: string, tree: Node, path: Path): { head: string; tail: string } {
  const found = elementAt(tree, path);
  const member = found?.container.kind === 'object' ? found.container.members[found.index] : undefined;
  if (!member) return NO_COMMENTS;
  const { keySpan, value } = member;
  const head = /^[ \t]*:([ \t]+#[^\r\n]*)/.exec(text.slice(keySpan[1], value.span[0]))?.[1] ?? '';
  const rest = text.slice(value.span[1], endOfLine(text, value.span[1]));
  return { head, tail: /[\r\n]$/.test(text.slice(...value.span)) ? '' : (/^[ \t]+#.*/.exec(rest)?.[0] ?? '') };
}

/** The value as the only member of a new object. */
export function nested(key: string, value: ValueWriter): ValueWriter {
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
