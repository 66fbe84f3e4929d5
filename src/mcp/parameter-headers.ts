/**
 * Checks `x-mcp-header` in an input schema (MCP 2026-07-28, Streamable HTTP): the client repeats the argument in a header
 * `Mcp-Param-…`, and must leave out a tool whose annotation breaks the rules.
 */

const ANNOTATION = 'x-mcp-header';
/** `token` of RFC 9110, section 5.6.2. */
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const TYPES: readonly unknown[] = ['string', 'integer', 'boolean'];
/** Keywords whose value is data rather than a schema. */
const DATA = new Set(['default', 'const', 'enum', 'examples']);

/** The first rule that an annotation in this schema breaks, as a phrase; undefined when there is none. */
export function parameterHeaderFault(inputSchema: unknown): string | undefined {
  const names = new Set<string>();
  for (const { name, type, reachable } of annotations(inputSchema, false)) {
    if (!reachable) return `${ANNOTATION} stands where it is not reached through "properties" alone`;
    if (typeof name !== 'string' || !TOKEN.test(name)) return `${ANNOTATION} is not a header name`;
    if (!TYPES.includes(type)) return `${ANNOTATION} "${name}" is on a property that is no string, integer or boolean`;
    if (names.has(name.toLowerCase())) return `${ANNOTATION} "${name}" is used twice`;
    names.add(name.toLowerCase());
  }
  return undefined;
}

interface Annotation {
  readonly name: unknown;
  readonly type: unknown;
  readonly reachable: boolean;
}

/** `reachable` tells whether the schema and all schemas around it, up to the root, are properties. */
function* annotations(schema: unknown, reachable: boolean, isRoot = true): Generator<Annotation> {
  if (typeof schema !== 'object' || schema === null) return;
  const record = schema as Record<string, unknown>;
  if (!Array.isArray(schema) && Object.hasOwn(record, ANNOTATION)) {
    yield { name: record[ANNOTATION], type: record.type, reachable };
  }
  for (const [keyword, value] of Object.entries(record)) {
    if (keyword === ANNOTATION || DATA.has(keyword)) continue;
    if (keyword === 'properties' && typeof value === 'object' && value !== null) {
      for (const property of Object.values(value)) yield* annotations(property, reachable || isRoot, false);
    } else {
      yield* annotations(value, false, false);
    }
  }
}
