/** Writers for a new member: from a value, from a copy of another node, or from an object around either. */
import type { Path } from '../../diagnostic.ts';
import type { Document } from '../document.ts';
import { treeOf } from '../document.ts';
import { blockIndentation } from './block.ts';
import { isFlow, nodeAt } from './elements.ts';
import type { ValueText } from './flow.ts';
import { indentationAt, reindent } from './layout.ts';
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
