/** Values as text of a document: JSON, or YAML in either of its styles. */
import type { Format } from '../document.ts';
import { coreValue } from '../yaml-scalar.ts';

/** The layout of the document, which new text follows. */
export interface Layout {
  readonly format: Format;
  readonly lineBreak: string;
  /** One level of indentation. */
  readonly unit: string;
}

/** The text that edits are made for. */
export interface EditedText {
  readonly text: string;
  readonly layout: Layout;
}

/** A value in JSON or flow style: on one line, or over several when an indentation is given. */
export function flowText(value: unknown, layout: Layout, indentation?: string): string {
  if (typeof value === 'string') return scalarText(value, layout);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  const inner = indentation === undefined ? undefined : indentation + layout.unit;
  const parts = Array.isArray(value)
    ? value.map((item) => flowText(item, layout, inner))
    : Object.entries(value).map(([key, member]) => `${keyText(key, layout)}: ${flowText(member, layout, inner)}`);
  if (parts.length === 0) return `${open}${close}`;
  if (inner === undefined) return Array.isArray(value) ? `[${parts.join(', ')}]` : `{ ${parts.join(', ')} }`;
  const lines = parts.map((part) => `${layout.lineBreak}${inner}${part}`).join(',');
  return `${open}${lines}${layout.lineBreak}${indentation}${close}`;
}

/** A member of a block mapping, without the indentation of its first line. */
export function blockMember([key, value]: readonly [string, unknown], layout: Layout, indentation: string): string {
  const name = keyText(key, layout);
  if (typeof value !== 'object' || value === null || Object.keys(value).length === 0) {
    return `${name}: ${flowText(value, layout)}`;
  }
  const inner = indentation + layout.unit;
  const lines = Array.isArray(value)
    ? value.map((item) => `- ${flowText(item, layout)}`)
    : Object.entries(value).map((member) => blockMember(member, layout, inner));
  return `${name}:${lines.map((line) => `${layout.lineBreak}${inner}${line}`).join('')}`;
}

/** A name, in the quotes of the name that it replaces. */
export function keyText(key: string, { format }: Layout, quotedLike = ''): string {
  if (format !== 'yaml' || quotedLike.startsWith('"')) return JSON.stringify(key);
  if (quotedLike.startsWith("'")) return `'${key.replaceAll("'", "''")}'`;
  return isPlain(key) ? key : JSON.stringify(key);
}

/** A string, in the quotes of the string that it replaces. */
export function scalarText(value: string, { format }: Layout, quotedLike = ''): string {
  if (format !== 'yaml' || quotedLike.startsWith('"')) return JSON.stringify(value);
  if (quotedLike.startsWith("'") && !/[\r\n]/.test(value)) return `'${value.replaceAll("'", "''")}'`;
  return isPlain(value) ? value : JSON.stringify(value);
}

/** Whether YAML reads the text as itself without quotes, in every place. */
function isPlain(text: string): boolean {
  return /^[A-Za-z_][\w./-]*$/.test(text) && coreValue(text) === text && !/^(?:y|n|yes|no|on|off)$/i.test(text);
}
