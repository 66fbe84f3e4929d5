/** Redacts secrets in the text of a document. All other characters stay where they are. */
import type { Document } from '../manifest/document.ts';
import { treeOf } from '../manifest/document.ts';
import { isSecretName } from '../manifest/secret-names.ts';
import { isReference, secretSpansIn } from '../manifest/secrets.ts';
import type { Node, Span } from '../manifest/tree.ts';
import { withoutHeader } from '../manifest/yaml-scalar.ts';

/** The spans of everything in a document that is or looks like a secret, also when rules are off. */
export function secretSpans(document: Document): Span[] {
  const { text } = document.source;
  const tree = treeOf(document);
  const named = tree
    ? [...namedSecrets(tree, false)].map((span) => withoutHeader(span, text))
    : [...namedSecretsOfText(text)];
  return [...named, ...secretSpansIn(text), ...userInformation(text)];
}

/** The text with asterisks in these spans. Offsets, lines and columns stay as they are. */
export function redact(text: string, spans: readonly Span[]): string {
  if (spans.length === 0) return text;
  let shown = '';
  let at = 0;
  for (const [start, end] of [...spans].sort((one, other) => one[0] - other[0])) {
    const from = Math.max(start, at);
    if (end <= from) continue;
    shown += text.slice(at, from) + text.slice(from, end).replace(/[^\s"']/g, '*');
    at = end;
  }
  return shown + text.slice(at);
}

function* namedSecrets(node: Node, isSecret: boolean): Iterable<Span> {
  if (node.kind === 'object') {
    for (const { key, value } of node.members) yield* namedSecrets(value, isSecretName(key) && value.kind !== 'object');
  } else if (node.kind === 'array') {
    for (const item of node.items) yield* namedSecrets(item, isSecret);
  } else if (isSecret && !(typeof node.value === 'string' && isReference(node.value))) {
    yield node.span;
  }
}

/** A name, a colon or an equals sign, and the value after it: for a text that cannot be parsed. */
const ASSIGNMENT =
  /(?<![\w-])(["']?)([\w-]{3,64})\1[ \t]*[:=][ \t]*(?:"((?:[^"\\\r\n]|\\.)*)|'([^'\r\n]*)|([^\s,}\]]+))/g;

function* namedSecretsOfText(text: string): Iterable<Span> {
  for (const match of text.matchAll(ASSIGNMENT)) {
    const [whole, , name = '', ...values] = match;
    const value = values.find((each) => each !== undefined) ?? '';
    const end = match.index + whole.length;
    if (isSecretName(name) && !isReference(value)) yield [end - value.length, end];
  }
}

/** `https://user:password@host`. */
function* userInformation(text: string): Iterable<Span> {
  if (!text.includes('@')) return;
  for (const { index, 0: found } of text.matchAll(/(?<=[a-z]:\/\/)[^\s/?#"'@]+(?=@)/gi))
    yield [index, index + found.length];
}
