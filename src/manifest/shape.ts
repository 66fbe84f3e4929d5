/** Compares a document with the published schema: one finding for one problem. */
import type { Finding, Path } from '../diagnostic.ts';
import { type Document, type DocumentKind, treeOf } from './document.ts';
import { nodeAt } from './edit/elements.ts';
import { appManifest, type Fields, fields, mcpServer, type ShapeError } from './generated/validators.js';
import { nearest } from './nearest.ts';
import { nameOfType, quote, quoteAll } from './quote.ts';

export type ShapeCode = 'required-field' | 'unknown-field' | 'wrong-type' | 'invalid-value';

export interface ShapeFinding extends Finding {
  readonly code: ShapeCode;
  readonly path: Path;
}

/** A value and its kind; with the text, hints show values as they are written. */
type Shaped = Pick<Document, 'kind' | 'value'> & Partial<Pick<Document, 'source' | 'parsed'>>;

/** The schema faults of a document, one finding for one problem; none for a text that could not be read at all. */
export function shapeFindings(document: Shaped): ShapeFinding[] {
  const { kind, value } = document;
  const validate = kind === 'mcp-server' ? mcpServer : appManifest;
  if (value === undefined || validate(value)) return [];
  const objects = new Map<string, Faults>();
  for (const error of validate.errors ?? []) gather(error, value, objects);
  return [...objects.values()].flatMap((faults) => [...faultsOf(faults, document)]);
}

/** The faults at one node, each name once. */
interface Faults {
  readonly path: Path;
  readonly node: unknown;
  missing?: Set<string>;
  unknown?: Set<string>;
  /** The names of the types that are allowed. */
  types?: readonly string[];
  allowedValues?: readonly string[];
}

function gather({ keyword, instancePath, params }: ShapeError, root: unknown, objects: Map<string, Faults>): void {
  let faults = objects.get(instancePath);
  if (!faults) {
    faults = resolve(instancePath, root);
    objects.set(instancePath, faults);
  }
  if (keyword === 'required') faults.missing = withName(faults.missing, params.missingProperty);
  if (keyword === 'additionalProperties') faults.unknown = withName(faults.unknown, params.additionalProperty);
  if (keyword === 'type') faults.types = [params.type].flat();
  if (keyword === 'enum') faults.allowedValues = params.allowedValues;
}

/** Most nodes with a fault have neither, so the sets are made when they are needed. */
function withName(names: Set<string> = new Set(), name: string): Set<string> {
  return names.add(name);
}

function* faultsOf(faults: Faults, document: Shaped): Iterable<ShapeFinding> {
  const { path, node, types, allowedValues } = faults;
  if (types) yield wrongType(faults, types, document);
  else if (allowedValues) yield invalidValue(path, node, allowedValues);
  if (types || !(faults.missing || faults.unknown)) return;
  const known = knownFields(path, node, document.kind);
  const names = Object.keys(known);
  const absent = names.filter((name) => !Object.hasOwn(node as object, name));
  const missing = [...(faults.missing ?? [])];
  const listed = `Known fields are ${names.join(', ')}.`;
  for (const name of faults.unknown ?? []) {
    const meant = nearest(name, missing) ?? nearest(name, absent);
    if (meant !== undefined && missing.includes(meant)) missing.splice(missing.indexOf(meant), 1);
    yield unknownField([...path, name], { meant, listed });
  }
  for (const name of missing) yield requiredField([...path, name], name, known[name]);
}

function wrongType({ path, node }: Faults, types: readonly string[], document: Shaped): ShapeFinding {
  const expected = types.map((type) => (/^[aio]/.test(type) ? `an ${type}` : `a ${type}`)).join(' or ');
  const subject = path.length === 0 ? 'The document' : nameOfPlace(path);
  const message = `${subject} must be ${expected}, not ${nameOfType(node)}.`;
  const place = { path, at: path.length === 0 ? 'key' : 'value' } as const;
  return { code: 'wrong-type', path, place, message, hint: typeHint({ path, node }, types, document) };
}

const MOST_ITEMS_SHOWN = 8;

function typeHint({ path, node }: Pick<Faults, 'path' | 'node'>, types: readonly string[], document: Shaped): string {
  if (types.includes('array') && typeof node === 'string') {
    const items = String(path.at(-1)).endsWith('scopes') ? node.split(/[\s,]+/).filter(Boolean) : [node];
    return `Write it in brackets: [${items.slice(0, MOST_ITEMS_SHOWN).map(quote).join(', ')}]`;
  }
  if (types.includes('boolean') && (node === 'true' || node === 'false')) return `Write ${node} without quotes.`;
  if (types.includes('string') && (typeof node === 'number' || typeof node === 'boolean')) {
    return `Put it in quotes: "${writtenAt(path, document) ?? node}"`;
  }
  if (node === null) return 'Give it a value, or leave the field out.';
  return 'See what belongs here: mcpctl schema';
}

/** The text of a scalar: a number prints otherwise than it is written, as `1.10` or `0o17`. */
function writtenAt(path: Path, { value, source, parsed }: Shaped): string | undefined {
  const tree = source && parsed && treeOf({ value, source, parsed });
  const node = tree && nodeAt(tree, path);
  return node && source?.text.slice(...node.span);
}

function invalidValue(path: Path, node: unknown, allowed: readonly string[]): ShapeFinding {
  const meant = typeof node === 'string' ? nearest(node, allowed) : undefined;
  return {
    code: 'invalid-value',
    path,
    place: { path },
    message: `${nameOfPlace(path)} cannot be ${quote(node)}.`,
    hint: `${meant ? `Did you mean ${quote(meant)}? ` : ''}Allowed ${allowed.length > 1 ? 'are' : 'is'} ${quoteAll(allowed, 'and')}.`,
    ...(meant && {
      fix: { kind: 'unsafe', title: `Change it to ${quote(meant)}`, edits: [{ op: 'set', path, value: meant }] },
    }),
  };
}

function unknownField(
  path: Path,
  { meant, listed }: { readonly meant: string | undefined; readonly listed: string },
): ShapeFinding {
  const name = String(path.at(-1));
  const finding = {
    code: 'unknown-field',
    path,
    place: { path, at: 'key' },
    message: `${quote(name)} is not a field of ${ownerOf(path)}.`,
  } as const;
  if (meant === undefined) return { ...finding, hint: listed };
  return {
    ...finding,
    hint: `Did you mean ${quote(meant)}?`,
    fix: { kind: 'unsafe', title: `Rename it to ${quote(meant)}`, edits: [{ op: 'rename', path, to: meant }] },
  };
}

function requiredField(path: Path, name: string, purpose: string | undefined): ShapeFinding {
  return {
    code: 'required-field',
    path,
    place: { path },
    message: `${quote(name)} is missing from ${ownerOf(path)}.`,
    hint: purpose ? `Add it: ${purpose.charAt(0).toLowerCase()}${purpose.slice(1)}` : 'Add it.',
  };
}

/** `"url"`; for an item of a list, `An item of "tool_collections"`. */
function nameOfPlace(path: Path): string {
  const last = path.at(-1);
  if (typeof last === 'string') return quote(last);
  return path.length > 1 ? `An item of ${quote(path.at(-2))}` : 'An item of the document';
}

/** The object that the field at this path belongs to. */
function ownerOf(path: Path): string {
  const [last, beforeLast] = [path.at(-2), path.at(-3)];
  if (last === undefined) return 'the document';
  if (beforeLast === 'tool_collections') return 'this collection';
  return beforeLast === 'oauth_providers' ? `the provider ${quote(last)}` : quote(last);
}

/** The fields that the schema knows at this path, each with what it is for. */
function knownFields(path: Path, node: unknown, kind: DocumentKind): Readonly<Record<string, string>> {
  const where = path.map((step, depth) => (depth === 1 ? '*' : step)).join('/');
  if (kind === 'mcp-server') return fieldsAt(fields().mcpServer, SERVER_OBJECTS[path.join('/')]);
  if (where !== 'tool_collections/*') return fieldsAt(fields().appManifest, MANIFEST_OBJECTS[where]);
  const isSdk = (node as { type?: unknown }).type === 'vertesia_sdk';
  return fieldsAt(fields().appManifest, isSdk ? '#/$defs/sdkCollection' : '#/$defs/mcpCollection');
}

function fieldsAt(all: Fields, pointer: string | undefined): Readonly<Record<string, string>> {
  return all[pointer ?? ''] ?? {};
}

/** Which object of the schema belongs to which path; `*` is any key or index. */
const MANIFEST_OBJECTS: Readonly<Record<string, string>> = {
  '': '#',
  'tool_collections/*/oauth_config': '#/$defs/oauthConfig',
  'tool_collections/*/api_key_config': '#/$defs/mcpCollection/properties/api_key_config',
  'oauth_providers/*': '#/$defs/oauthConfig',
};

const SERVER_OBJECTS: Readonly<Record<string, string>> = {
  '': '#',
  config: '#/$defs/config',
  'config/auth': '#/$defs/auth',
};

/** The path and the node that a JSON pointer (RFC 6901) leads to. */
function resolve(pointer: string, root: unknown): { path: Path; node: unknown } {
  const path: (string | number)[] = [];
  let node = root;
  for (const token of pointer.split('/').slice(1)) {
    const name = token.replaceAll('~1', '/').replaceAll('~0', '~');
    const step = Array.isArray(node) ? Number(name) : name;
    path.push(step);
    node = (node as Record<string | number, unknown>)[step];
  }
  return { path, node };
}
