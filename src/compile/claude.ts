/** Target `claude`: `claude_desktop_config.json`. Claude Desktop starts programs; it takes no address from a file. */

import type { CompileInput } from './compile-input.ts';
import { byName, entriesOf, withoutName } from './entries.ts';

export function compileClaude(input: CompileInput): object {
  return { mcpServers: byName(entriesOf(input, 'gateway'), withoutName) };
}
