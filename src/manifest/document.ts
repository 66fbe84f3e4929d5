/** From text to a document: its value, what kind it is, and what kept it from being read. */
import type { Diagnostic } from '../diagnostic.ts';
import { MAXIMUM_BYTES, tooLarge } from './fault.ts';
import { readSoundJson } from './json.ts';
import type { Node } from './tree.ts';

/** A document as read: where it came from and its text. */
export interface Source {
  /** As the user named it, or `<stdin>`. */
  readonly name: string;
  readonly text: string;
}

export type Format = 'json' | 'jsonc' | 'yaml';

export type DocumentKind = 'app-manifest' | 'mcp-server';

export interface Document {
  readonly source: Source;
  readonly format: Format;
  readonly kind: DocumentKind;
  /** The plain value; `undefined` when the text cannot be read at all. */
  readonly value: unknown;
  /** `syntax`, `duplicate-key`, `too-large`, `too-deep`. */
  readonly faults: readonly Diagnostic[];
  /** The nodes with their spans, once somebody has made them: ask `treeOf`. */
  readonly made: { tree?: Node | undefined };
  /** Where that was quick to see: no secret is in it, by whatever name or in whatever text. */
  readonly isSecretFree?: boolean;
}

/** What a reader of one format makes of a text. */
export interface Reading extends Pick<Document, 'value' | 'faults' | 'isSecretFree'> {
  /** Where the reader makes one. */
  readonly tree?: Node | undefined;
}

/** The format that a file name tells; JSON when it tells none. */
export function formatOf(name: string): Format {
  const extension = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  if (extension === 'yaml' || extension === 'yml') return 'yaml';
  return extension === 'jsonc' ? 'jsonc' : 'json';
}

/** Reads a document. Never throws: whatever is wrong with the text is among its `faults`. */
export async function readDocument(source: Source, format: Format = formatOf(source.name)): Promise<Document> {
  return readQuickly(source, format) ?? documentOf(source, format, await readClosely(source.text, format));
}

async function readClosely(text: string, format: Format): Promise<Reading> {
  if (format === 'yaml') return (await import('./yaml.ts')).readYaml(text);
  return (await import('./json-parser.ts')).readJson(text, format);
}

/** `readDocument` where nothing has to be loaded for it: for JSON without faults. */
export function readQuickly(source: Source, format: Format): Document | undefined {
  if (exceedsLimit(source.text)) return documentOf(source, format, UNREAD);
  const reading = format === 'json' ? readSoundJson(source.text) : undefined;
  return reading && documentOf(source, format, reading);
}

const UNREAD: Reading = { value: undefined, faults: [tooLarge()] };

export function documentOf(source: Source, format: Format, reading: Reading): Document {
  const { value, faults, tree, isSecretFree = false } = reading;
  return { source, format, kind: kindOf(value), value, faults, made: { tree }, isSecretFree };
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
