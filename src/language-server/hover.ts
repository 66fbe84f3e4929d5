/** What an editor shows of the place under the pointer: the field, and the rules that find something there. */
import { type Document, treeOf } from '../manifest/document.ts';
import type { Span } from '../manifest/tree.ts';
import { ruleMetadata } from '../rules/metadata.ts';
import { placeAt } from './place-at.ts';
import { documentationOf, schemasAt } from './schema-at.ts';

export interface Hover {
  readonly span: Span;
  /** Markdown. */
  readonly text: string;
}

/** @param codes the codes of what is found at the offset. */
export function hoverAt(document: Document, offset: number, codes: readonly string[]): Hover | undefined {
  const tree = treeOf(document);
  const place = tree && placeAt(tree, offset);
  const field = place && place.path.length > 0 ? documentationOf(schemasAt(document.kind, place.path)) : undefined;
  const name = place?.path.findLast((step) => typeof step === 'string');
  const parts = [...(field === undefined ? [] : [`**${name}**\n\n${field}`]), ...[...new Set(codes)].map(ruleText)];
  return parts.length === 0 ? undefined : { span: place?.span ?? [offset, offset], text: parts.join('\n\n---\n\n') };
}

function ruleText(code: string): string {
  const { description, rationale } = ruleMetadata(code);
  return [`**${code}**`, description, rationale].filter((each) => each !== undefined).join('\n\n');
}
