/** Target `vscode`: `.vscode/mcp.json`. */
import { byName, entriesOf, type Route, withoutName } from './entries.ts';
import type { CompileSubject } from './subject.ts';

export function compileVscode(subject: CompileSubject, route: Route): object {
  const entries = entriesOf(subject, route);
  return { servers: byName(entries, (entry) => ({ type: 'url' in entry ? 'http' : 'stdio', ...withoutName(entry) })) };
}
