/** Target `gemini`: `.gemini/settings.json`. Streamable HTTP is `httpUrl` there; `url` means the older SSE. */
import { byName, entriesOf, type Route, withoutName } from './entries.ts';
import type { CompileSubject } from './subject.ts';

export function compileGemini(subject: CompileSubject, route: Route): object {
  return {
    mcpServers: byName(entriesOf(subject, route), (entry) => {
      if (!('url' in entry)) return withoutName(entry);
      const { name: _, url, ...rest } = entry;
      return { httpUrl: url, ...rest };
    }),
  };
}
