/**
 * Messages without the members that are `null`. Many servers write an optional member that they do not set as `null`, and the
 * schemas of MCP know only absent members. Data of tools and JSON Schemas stay as they are, since `null` is a value there.
 */

/** Members that hold data or schemas. */
const KEPT: ReadonlySet<string> = new Set([
  '_meta',
  'arguments',
  'data',
  'inputSchema',
  'outputSchema',
  'requestedSchema',
  'structuredContent',
]);

/** The same value when there is nothing to leave out. The `id` of a message may be null (JSON-RPC 2.0, section 5). */
export function withoutNulls(message: unknown): unknown {
  if (Array.isArray(message)) return mapped(message, withoutNulls);
  return isObject(message) ? withoutNullMembers(message, 'id') : message;
}

function withoutNullMembers(object: Readonly<Record<string, unknown>>, kept?: string): unknown {
  let copy: Record<string, unknown> | undefined;
  for (const [name, value] of Object.entries(object)) {
    if (name === kept) continue;
    const next = value === null ? undefined : KEPT.has(name) ? value : cleaned(value);
    if (next === value) continue;
    copy ??= { ...object };
    if (value === null) delete copy[name];
    else copy[name] = next;
  }
  return copy ?? object;
}

function cleaned(value: unknown): unknown {
  if (Array.isArray(value)) return mapped(value, cleaned);
  return isObject(value) ? withoutNullMembers(value) : value;
}

function mapped(items: readonly unknown[], map: (item: unknown) => unknown): readonly unknown[] {
  const next = items.map(map);
  return next.some((item, index) => item !== items[index]) ? next : items;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
