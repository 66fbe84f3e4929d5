/** Takes out of a document what no rule should have to handle: values of the wrong type, and secrets. */
import type { Path } from '../diagnostic.ts';
import type { SecretPlace } from '../manifest/secret-places.ts';
import type { ShapeFinding } from '../manifest/shape.ts';

/**
 * Puts `undefined` in the place of every node of the wrong type or value, and of every secret. So no rule calls the field
 * missing, and no rule has to handle its value. A list of texts with such an item is replaced as a whole, and a secret
 * name together with its value. A misspelt field is added under the name that was meant, for the same reason.
 */
export function dropInvalid(value: unknown, shape: readonly ShapeFinding[], secrets: readonly SecretPlace[]): unknown {
  if (shape.length === 0 && secrets.length === 0) return value;
  const faulty = shape.filter(({ code }) => code === 'wrong-type' || code === 'invalid-value');
  const renames = shape.flatMap(({ fix }) => fix?.edits ?? []).filter((edit) => edit.op === 'rename');
  if (faulty.length === 0 && secrets.length === 0 && renames.length === 0) return value;
  const valid = structuredClone(value);
  for (const { path } of [...faulty, ...secrets]) {
    const isListItem = typeof path.at(-1) === 'number' && path.at(-2) !== 'tool_collections';
    remove(valid, isListItem ? path.slice(0, -1) : path);
  }
  for (const { path, to } of renames) {
    const parent = parentOf(valid, path);
    if (parent && !Object.hasOwn(parent, to)) parent[to] = undefined;
  }
  return valid;
}

function remove(root: unknown, path: Path): void {
  const parent = parentOf(root, path);
  const last = path.at(-1);
  if (parent && last !== undefined && Object.hasOwn(parent, last)) parent[last] = undefined;
}

type Container = Record<string | number, unknown>;

/** The container of the node at this path; `undefined` when it was taken out before. */
function parentOf(root: unknown, path: Path): Container | undefined {
  let parent = root as Container | undefined;
  for (const step of path.slice(0, -1)) {
    if (!parent || !Object.hasOwn(parent, step)) return undefined;
    parent = parent[step] as Container | undefined;
  }
  return parent;
}
