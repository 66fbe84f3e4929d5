/** What is left of a document when everything is taken out that no rule should have to deal with. */
import type { Path } from '../diagnostic.ts';
import type { SecretPlace } from '../manifest/secret-places.ts';
import type { ShapeFinding } from '../manifest/shape.ts';

/**
 * The value with `undefined` in place of every node of the wrong type or value, and of every secret: such a field is
 * there, so no rule calls it missing, but nobody has to deal with it. A list of texts with such an item goes as a
 * whole, and what stands under a secret name goes with the name. A misspelt field is there under the name that was
 * meant, for the same reason.
 */
export function dropInvalid(value: unknown, shape: readonly ShapeFinding[], secrets: readonly SecretPlace[]): unknown {
  if (shape.length === 0 && secrets.length === 0) return value;
  const faulty = shape.filter(({ code }) => code === 'wrong-type' || code === 'invalid-value');
  const renames = shape.flatMap(({ fix }) => fix?.edits ?? []).filter((edit) => edit.op === 'rename');
  if (faulty.length === 0 && secrets.length === 0 && renames.length === 0) return value;
  const sound = structuredClone(value);
  for (const { path } of [...faulty, ...secrets]) {
    const isListItem = typeof path.at(-1) === 'number' && path.at(-2) !== 'tool_collections';
    remove(sound, isListItem ? path.slice(0, -1) : path);
  }
  for (const { path, to } of renames) {
    const parent = parentOf(sound, path);
    if (parent && !Object.hasOwn(parent, to)) parent[to] = undefined;
  }
  return sound;
}

function remove(root: unknown, path: Path): void {
  const parent = parentOf(root, path);
  const last = path.at(-1);
  if (parent && last !== undefined && Object.hasOwn(parent, last)) parent[last] = undefined;
}

type Container = Record<string | number, unknown>;

/** What holds the node at this path; `undefined` where that is gone already. */
function parentOf(root: unknown, path: Path): Container | undefined {
  let parent = root as Container | undefined;
  for (const step of path.slice(0, -1)) {
    if (!parent || !Object.hasOwn(parent, step)) return undefined;
    parent = parent[step] as Container | undefined;
  }
  return parent;
}
