/** The TOML of a client: its values as a library reads them, its text edited by whole tables and checked by reading it again. */
import { parse } from 'smol-toml';

type Table = Readonly<Record<string, unknown>>;

/** Undefined when it is no TOML. */
export function readToml(text: string): Table | undefined {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}

/** Replaces the table from its header to the next one, or puts it at the end: the order of tables means nothing. */
export function withTable(text: string, path: readonly [string, string], lines: readonly string[]): string {
  const table = `[${path.join('.')}]\n${lines.join('\n')}\n`;
  const all = text.split(/(?<=\n)/);
  const start = all.findIndex((line) => isHeaderOf(line, path));
  if (start < 0) {
    const gap = text === '' || text.endsWith('\n\n') ? '' : text.endsWith('\n') ? '\n' : '\n\n';
    return `${text}${gap}${table}`;
  }
  const after = all.findIndex((line, index) => index > start && HEADER.test(line));
  const rest = after < 0 ? '' : `\n${all.slice(after).join('')}`;
  return `${all.slice(0, start).join('')}${table}${rest}`;
}

/** Without these tables and those below them; undefined when that would change anything else. */
export function withoutTables(text: string, key: string, names: readonly string[]): string | undefined {
  let isTaken = false;
  const kept = text.split(/(?<=\n)/).filter((line) => {
    if (HEADER.test(line)) isTaken = names.some((name) => isHeaderOf(line, [key, name], true));
    return !isTaken;
  });
  const after = kept.join('');
  const [before, now] = [readToml(text), readToml(after)];
  const servers = Object.entries((before?.[key] ?? {}) as Table).filter(([name]) => !names.includes(name));
  const { [key]: _, ...rest } = before ?? {};
  const expected = servers.length > 0 ? { ...rest, [key]: Object.fromEntries(servers) } : rest;
  return now && sameTables(now, expected, key) ? after : undefined;
}

const HEADER = /^\s*\[/;

/** `[a.b]`, `[a."b"]`, `[ a . 'b' ]`; with `orBelow` also `[a.b.c]`. Written as arrays of tables, they are none of ours. */
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
