/** Which servers have given clients which URIs: in links and embedded resources of results (MCP, "Resource Links"). */
import { isJsonObject } from '../json-object.ts';
import type { Result } from '../mcp/forward-request.ts';

export interface ResourceLinks {
  /** Notes the URIs in a result of this server. */
  note(server: string, result: Result): void;
  /** The names of the servers that have given the URI. */
  serversOf(uri: string): ReadonlySet<string>;
}

/** Of each server the newest ones are remembered, so that no server can make those of another one be forgotten. */
const MOST_OF_A_SERVER = 1000;
const LONGEST_URI = 2048;

export function createResourceLinks(): ResourceLinks {
  const byServer = new Map<string, Set<string>>();
  return {
    note(server, result) {
      const uris = urisIn(result);
      if (uris.length === 0) return;
      const known = byServer.get(server) ?? new Set();
      byServer.set(server, known);
      for (const uri of uris) {
        known.delete(uri);
        known.add(uri);
        const [oldest] = known.size > MOST_OF_A_SERVER ? known : [];
        if (oldest !== undefined) known.delete(oldest);
      }
    },
    serversOf: (uri) => new Set([...byServer].filter(([, uris]) => uris.has(uri)).map(([server]) => server)),
  };
}

/** In the content of tools, in the messages of prompts, and in the contents of resources. */
function urisIn({ content, messages, contents }: Result): string[] {
  const parts = [
    ...arrayOf(content),
    ...arrayOf(messages).map((message) => (isJsonObject(message) ? message.content : undefined)),
  ];
  return [...parts.flatMap(linkIn), ...arrayOf(contents)].flatMap((each) => {
    const uri = isJsonObject(each) ? each.uri : undefined;
    return typeof uri === 'string' && uri.length <= LONGEST_URI ? [uri] : [];
  });
}

const arrayOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

function linkIn(part: unknown): unknown[] {
  if (!isJsonObject(part)) return [];
  if (part.type === 'resource_link') return [part];
  return part.type === 'resource' ? [part.resource] : [];
}
