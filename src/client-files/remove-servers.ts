/** A client's configuration without some servers, and how they are shown. Pure. */
import type { Client } from '../compile/clients.ts';
import { readDocument } from '../manifest/document.ts';
import { textEditsOf } from '../manifest/edit/edit.ts';
import { applyTextEdits } from '../manifest/edit/textedit.ts';
import { masked } from '../secret.ts';
import type { Configuration } from './configuration.ts';

/** Keeps everything else as it is. Returns undefined when the text leaves no way to do that. */
export async function withoutServers(
  { format, key }: Client,
  { path, text = '' }: Configuration,
  names: readonly string[],
): Promise<string | undefined> {
  if (format === 'toml') return (await import('./toml.ts')).withoutTables(text, key, names);
  const document = await readDocument({ name: path, text }, format);
  const removals = names.map((name) => ({ op: 'remove' as const, path: [key, name] }));
  const edits = await textEditsOf(document, removals);
  return edits && applyTextEdits(text, edits);
}

const SECRET_PLACES = new Set(['headers', 'http_headers', 'env', 'auth', 'oauth']);
/** The arguments of a bridge that a secret follows. */
const SECRET_OPTIONS = new Set<unknown>(['--header', '--static-oauth-client-info']);
const MASK = '[secret]';

/** The entries as JSON, with a mask in place of each text that could be a secret. */
export function shownEntries(
  key: string,
  entries: Readonly<Record<string, unknown>>,
  secrets: readonly string[],
): string {
  const shown = (value: unknown, isSecret: boolean): unknown => {
    if (typeof value === 'string') {
      return isSecret ? MASK : secrets.reduce((text, secret) => masked(text, secret, MASK), value);
    }
    if (Array.isArray(value)) {
      return value.map((each, index) => shown(each, isSecret || SECRET_OPTIONS.has(value[index - 1])));
    }
    if (typeof value !== 'object' || value === null) return value;
    const members = Object.entries(value);
    return Object.fromEntries(members.map(([name, each]) => [name, shown(each, isSecret || SECRET_PLACES.has(name))]));
  };
  // A server may be called `env`.
  const servers = Object.entries(entries).map(([name, entry]) => [name, shown(entry, false)]);
  return `${JSON.stringify({ [key]: Object.fromEntries(servers) }, null, 2)}\n`;
}
