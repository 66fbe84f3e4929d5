/** What a value has to be after edits: the measure for every edit of a text. */
import type { Edit, Path } from '../../diagnostic.ts';
import { define } from '../tree.ts';

/**
 * The value after the edits; `undefined` for an edit of the text, whose outcome no value says. Paths mean places in the
 * document before all edits, so what is removed leaves its place only at the end, and a name changes after what is below it.
 */
export function expectedValue(value: unknown, edits: readonly Edit[]): { readonly value: unknown } | undefined {
  const root = { value: structuredClone(value) };
  const renamed: { readonly path: Path; readonly target: Path }[] = [];
  const apply = (edit: ValueEdit) => {
    if (edit.op === 'move') {
      put(root, edit.to, structuredClone(nodeAt(value, edit.path)));
      put(root, edit.path, REMOVED);
    } else put(root, edit.path, edit.op === 'remove' ? REMOVED : edit.value);
  };
  const ofNewNames: ValueEdit[] = [];
  for (const edit of edits) {
    if (edit.op === 'text') return undefined;
    if (edit.op === 'rename') renamed.push({ path: edit.path, target: [...edit.path.slice(0, -1), edit.to] });
    else if (renamed.some(({ target }) => isWithin(edit.path, target))) ofNewNames.push(edit);
    else apply(edit);
  }
  for (const { path, target } of renamed.sort((one, other) => other.path.length - one.path.length)) {
    put(root, target, nodeAt(root.value, path));
    put(root, path, REMOVED);
  }
  ofNewNames.forEach(apply);
  return { value: withoutRemoved(root.value) };
}

type ValueEdit = Exclude<Edit, { readonly op: 'text' | 'rename' }>;

function isWithin(path: Path, outer: Path): boolean {
  return path.length >= outer.length && outer.every((step, index) => path[index] === step);
}

/** Whether two values of documents are the same. The order of names does not count. */
export function isSameValue(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) {
    return Object.is(one, other);
  }
  if (Array.isArray(one) || Array.isArray(other)) {
    const areLists = Array.isArray(one) && Array.isArray(other) && one.length === other.length;
    return areLists && one.every((item, index) => isSameValue(item, other[index]));
  }
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every(
      (name) => Object.hasOwn(other, name) && isSameValue((one as Container)[name], (other as Container)[name]),
    )
  );
}

type Container = Record<string | number, unknown>;

const REMOVED = Symbol('removed');

function nodeAt(root: unknown, path: Path): unknown {
  let node = root;
  for (const step of path) {
    if (typeof node !== 'object' || node === null || !Object.hasOwn(node, step)) return undefined;
    node = (node as Container)[step];
  }
  return node;
}

/** Makes the objects of the path that are missing. */
function put(root: { value: unknown }, path: Path, value: unknown): void {
  let container: Container = root;
  let last: string | number = 'value';
  for (const step of path) {
    const node = Object.hasOwn(container, last) ? container[last] : undefined;
    if (typeof node !== 'object' || node === null) define(container, String(last), {});
    container = container[last] as Container;
    last = step;
  }
  if (Array.isArray(container)) container[Number(last)] = value;
  else define(container, String(last), value);
}

function withoutRemoved(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.filter((item) => item !== REMOVED).map(withoutRemoved);
  const kept = {};
  for (const [name, member] of Object.entries(value)) {
    if (member !== REMOVED) define(kept, name, withoutRemoved(member));
  }
  return kept;
}
