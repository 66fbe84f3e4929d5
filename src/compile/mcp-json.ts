/** Target `mcp.json`: the `.mcp.json` of a repository, as Claude Code reads it. */
import { byName, entriesOf, type Route, withoutName } from './entries.ts';
import type { CompileSubject } from './subject.ts';

export function compileMcpJson(subject: CompileSubject, route: Route): object {
  const entries = entriesOf(subject, route);
  return {
    mcpServers: byName(entries, (entry) => ({ type: 'url' in entry ? 'http' : 'stdio', ...withoutName(entry) })),
  };
}
