/** Target `claude`: `claude_desktop_config.json`. Claude Desktop starts programs; it takes no address from a file. */
import { byName, entriesOf, withoutName } from './entries.ts';
import type { CompileSubject } from './subject.ts';

export function compileClaude(subject: CompileSubject): object {
  return { mcpServers: byName(entriesOf(subject, 'gateway'), withoutName) };
}
