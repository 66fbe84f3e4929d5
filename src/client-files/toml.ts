/** Edits the TOML of a client by whole tables, and parses the result to check it. */
import { parse } from 'smol-toml';

type Table = Readonly<Record<string, unknown>>;

/** Returns undefined when the text is no TOML. */
export function readToml(text: string): Table | undefined {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}

/** Replaces the table from its header to the next header, or adds it at the end, since the order of tables means nothing. */
export function withTable(text: string, path: readonly [string, string], lines: readonly string[]): string {
  const table = `[${path.join('.')}]\n${lines.join('\n')}\n`;
  const all = text.split(/(?<=\n)/);
  const start = all.findIndex((line) => isHeaderOf(line, path));
  if (start < 0) {
    const gap = text === '' || text.endsWith('\n\n') ? '' : text.endsWith('\n') ? '\n' : '\n\n';
    return `${text}${gap}${table}`;
  }
  const rest = all.slice(endOfTable(all, start)).join('');
  return `${all.slice(0, start).join('')}${table}${rest && `\n${rest}`}`;
}

/** Removes these tables and those below them. Returns undefined when that would change anything else. */
export function withoutTables(text: string, key: string, names: readonly string[]): string | undefined {
  const lines = text.split(/(?<=\n)/);
  const kept: string[] = [];
  for (let at = 0; at < lines.length; ) {
    const line = lines[at] ?? '';
    const isTaken = names.some((name) => isHeaderOf(line, [key, name], true));
    if (!isTaken) kept.push(line);
    at = isTaken ? endOfTable(lines, at) : at + 1;
  }
  const after = kept.join('');
  const [before, now] = [readToml(text), readToml(after)];
  const servers = Object.entries((before?.[key] ?? {}) as Table).filter(([name]) => !names.includes(name));
  const { [key]: _, ...rest } = before ?? {};
  const expected = servers.length > 0 ? { ...rest, [key]: Object.fromEntries(servers) } : rest;
  return now && sameTables(now, expected, key) ? after : undefined;
}

const HEADER = /^\s*\[/;
const BLANK = /^\s*$/;
const BLANK_OR_COMMENT = /^\s*(?:#.*)?\s*$/;

/** The end of the table that begins at this line. A comment right above the next table belongs to that table. */
function endOfTable(lines: readonly string[], start: number): number {
  const next = lines.findIndex((line, index) => index > start && HEADER.test(line));
  if (next < 0) return lines.length;
  let end = next;
  while (BLANK_OR_COMMENT.test(lines[end - 1] ?? '')) end--;
  while (end < next && BLANK.test(lines[end] ?? '')) end++;
  return end;
}

/** Matches `[a.b]`, `[a."b"]` and `[ a . 'b' ]`; with `orBelow` also `[a.b.c]`. Arrays of tables do not match. */
function isHeaderOf(line: string, path: readonly string[], orBelow = false): boolean {
  const keys = [...(/^\s*\[(?!\[)([^\]]*)\]/.exec(line)?.[1] ?? '').matchAll(/"([^"]*)"|'([^']*)'|([\w-]+)/g)].map(
    ([, double, single, bare]) => double ?? single ?? bare,
  );
  return (
    (orBelow ? keys.length >= path.length : keys.length === path.length) && path.every((key, at) => keys[at] === key)
  );
}

/** An empty table of servers means the same as none. */
function sameTables(one: Table, other: Table, key: string): boolean {
  const bare = ({ [key]: servers, ...rest }: Table) => ({ ...rest, ...(isEmpty(servers) ? {} : { [key]: servers }) });
  const sorted = (table: Table) =>
    JSON.stringify(
      Object.entries(bare(table)).sort(([a], [b]) => (a < b ? -1 : 1)),
      withBigInts,
    );
  return sorted(one) === sorted(other);
}

const isEmpty = (servers: unknown) => Object.keys((servers ?? {}) as object).length === 0;

const withBigInts = (_key: string, value: unknown) => (typeof value === 'bigint' ? String(value) : value);
