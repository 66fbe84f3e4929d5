/** Target `gemini`: `.gemini/settings.json`. Streamable HTTP is `httpUrl` there; `url` means the older SSE. */

import type { CompileInput } from './compile-input.ts';
import { byName, entriesOf, type Route, withoutName } from './entries.ts';

export function compileGemini(input: CompileInput, route: Route): object {
  return {
    mcpServers: byName(entriesOf(input, route), (entry) => {
      if (!('url' in entry)) return withoutName(entry);
      const { name: _, url, ...rest } = entry;
      return { httpUrl: url, ...rest };
    }),
  };
}
