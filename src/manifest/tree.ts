/** The nodes of a document with their spans, in one form for JSON, JSONC and YAML. */

/** UTF-16 offsets into the text, `end` exclusive. */
export type Span = readonly [start: number, end: number];

export type Node = ObjectNode | ArrayNode | ScalarNode;

export interface ObjectNode {
  readonly kind: 'object';
  readonly span: Span;
  readonly members: readonly Member[];
}

export interface ArrayNode {
  readonly kind: 'array';
  readonly span: Span;
  readonly items: readonly Node[];
}

export interface ScalarNode {
  readonly kind: 'scalar';
  readonly span: Span;
  readonly value: string | number | boolean | null;
}

export interface Member {
  readonly key: string;
  readonly keySpan: Span;
  readonly value: Node;
}

/** The plain value of a node. Of members with the same key the last one counts, as in `JSON.parse`. */
export function plainValueOf(node: Node): unknown {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'array') return node.items.map(plainValueOf);
  const value: Record<string, unknown> = {};
  for (const member of node.members) {
    if (member.key === '__proto__') define(value, member.key, plainValueOf(member.value));
    else value[member.key] = plainValueOf(member.value);
  }
  return value;
}

/** Adds a property of any name: an assignment to `__proto__` would change the prototype instead of adding a property. */
export function define(object: object, key: string, value: unknown): void {
  Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
}

/** The last member with this key. Large objects are indexed once, so that many look-ups stay linear. */
export function memberOf(node: ObjectNode, key: string): Member | undefined {
  if (node.members.length < 16) return node.members.findLast((member) => member.key === key);
  let index = indexes.get(node);
  if (!index) {
    index = new Map(node.members.map((member) => [member.key, member]));
    indexes.set(node, index);
  }
  return index.get(key);
}

const indexes = new WeakMap<ObjectNode, Map<string, Member>>();
