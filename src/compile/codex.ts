/** Target `codex`: the `mcp_servers` tables of `~/.codex/config.toml`. */

import type { CompileInput } from './compile-input.ts';
import { entriesOf, type Route, withoutName } from './entries.ts';

export function compileCodex(input: CompileInput, route: Route): string {
  return entriesOf(input, route)
    .map((entry) => {
      const { headers, ...rest } = withoutName(entry) as { headers?: object };
      const members = Object.entries({ ...rest, ...(headers && { http_headers: headers }) });
      return [
        `[mcp_servers.${tomlKey(entry.name)}]`,
        ...members.map(([key, value]) => `${key} = ${toml(value)}`),
        '',
      ].join('\n');
    })
    .join('\n');
}

/** Texts, lists of texts and inline tables, all that is needed. */
function toml(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(toml).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    return `{ ${Object.entries(value)
      .map(([key, member]) => `${tomlKey(key)} = ${toml(member)}`)
      .join(', ')} }`;
  }
  return basicString(value);
}

/** TOML's basic strings have the escapes of JSON; DEL is the one character that only TOML wants escaped. */
function basicString(value: unknown): string {
  return JSON.stringify(value).replaceAll('\u007f', '\\u007f');
}

function tomlKey(key: string): string {
  return /^[\w-]+$/.test(key) ? key : basicString(key);
}
