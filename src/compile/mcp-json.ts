/** Target `mcp.json`: the `.mcp.json` of a repository, as Claude Code reads it. */

import type { CompileInput } from './compile-input.ts';
import { byName, entriesOf, type Route, withoutName } from './entries.ts';

export function compileMcpJson(input: CompileInput, route: Route): object {
  const entries = entriesOf(input, route);
  return {
    mcpServers: byName(entries, (entry) => ({ type: 'url' in entry ? 'http' : 'stdio', ...withoutName(entry) })),
  };
}
