/** From a text to a document: its value, its kind, and the faults that keep it from being read. */
import { MAXIMUM_BYTES, tooLarge } from './fault.ts';
import { readFaultlessJson } from './json.ts';
import { parseJson } from './json-parser.ts';
import type { Reading } from './reading.ts';
import type { Node } from './tree.ts';

/** Where a text comes from, and the text. */
export interface Source {
  /** As the user named it, or `<stdin>`. */
  readonly name: string;
  readonly text: string;
}

export type Format = 'json' | 'jsonc' | 'yaml';

export type DocumentKind = 'app-manifest' | 'mcp-server';

export interface Document extends Omit<Reading, 'tree'> {
  readonly source: Source;
  readonly format: Format;
  readonly kind: DocumentKind;
  /** The nodes with their spans, once `treeOf` was called. */
  readonly parsed: { tree?: Node | undefined };
}

/** The format that the ending of a file name stands for; JSON for every other ending. */
export function formatOf(name: string): Format {
  const extension = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  if (extension === 'yaml' || extension === 'yml') return 'yaml';
  return extension === 'jsonc' ? 'jsonc' : 'json';
}

/** Reads a document. Never throws: what is wrong with the text is among its `faults`. */
export async function readDocument(source: Source, format: Format = formatOf(source.name)): Promise<Document> {
  return readWithoutParser(source, format) ?? documentOf(source, format, await parse(source.text, format));
}

async function parse(text: string, format: Format): Promise<Reading> {
  if (format === 'yaml') return (await import('./yaml.ts')).readYaml(text);
  return (await import('./json-parser.ts')).readJson(text, format);
}

/** Reads JSON without faults, at once; `undefined` for any other text, since the parsers are loaded when needed. */
export function readWithoutParser(source: Source, format: Format): Document | undefined {
  if (exceedsLimit(source.text)) return documentOf(source, format, UNREAD);
  const reading = format === 'json' ? readFaultlessJson(source.text) : undefined;
  return reading && documentOf(source, format, reading);
}

const UNREAD: Reading = { value: undefined, faults: [tooLarge()] };

export function documentOf(source: Source, format: Format, reading: Reading): Document {
  const { value, faults, tree, isSecretFree = false } = reading;
  return { source, format, kind: kindOf(value), value, faults, parsed: { tree }, isSecretFree };
}

/** The nodes of a document with their spans; `undefined` when the text cannot be read at all. */
export function treeOf({ parsed, value, source }: Pick<Document, 'parsed' | 'value' | 'source'>): Node | undefined {
  // `JSON.parse` tells no positions, and most documents are never asked for any.
  if (value !== undefined) parsed.tree ??= parseJson(source.text, 'json').tree;
  return parsed.tree;
}

/** A UTF-16 unit is at least one and at most three bytes of UTF-8, so most texts need no counting. */
function exceedsLimit(text: string): boolean {
  if (text.length > MAXIMUM_BYTES) return true;
  return text.length * 3 > MAXIMUM_BYTES && new TextEncoder().encode(text).length > MAXIMUM_BYTES;
}

/** Collections or providers make an app manifest; `config`, or the telltale `server_url`, an MCP server. */
export function kindOf(value: unknown): DocumentKind {
  if (typeof value !== 'object' || value === null) return 'app-manifest';
  const has = (name: string) => Object.hasOwn(value, name);
  if (has('tool_collections') || has('oauth_providers')) return 'app-manifest';
  return has('config') || has('server_url') ? 'mcp-server' : 'app-manifest';
}
