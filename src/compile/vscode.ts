/** Target `vscode`: `.vscode/mcp.json`. */

import type { CompileInput } from './compile-input.ts';
import { byName, entriesOf, type Route, withoutName } from './entries.ts';

export function compileVscode(input: CompileInput, route: Route): object {
  const entries = entriesOf(input, route);
  return { servers: byName(entries, (entry) => ({ type: 'url' in entry ? 'http' : 'stdio', ...withoutName(entry) })) };
}
