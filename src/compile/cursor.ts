/** Target `cursor`: `.cursor/mcp.json`. */
import { byName, entriesOf, type Route, withoutName } from './entries.ts';
import type { CompileSubject } from './subject.ts';

export function compileCursor(subject: CompileSubject, route: Route): object {
  return { mcpServers: byName(entriesOf(subject, route), withoutName) };
}
