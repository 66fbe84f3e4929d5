/** Target `cursor`: `.cursor/mcp.json`. */

import type { CompileInput } from './compile-input.ts';
import { byName, entriesOf, type Route, withoutName } from './entries.ts';

export function compileCursor(input: CompileInput, route: Route): object {
  return { mcpServers: byName(entriesOf(input, route), withoutName) };
}
