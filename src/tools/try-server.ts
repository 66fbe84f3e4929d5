/** Tries what a person gave for a server, which may not be stored yet. Stores nothing. */
import { openSession } from '../mcp/open-session.ts';
import type { Fetch, Scope } from '../ports/index.ts';
import { Refusal } from '../refusal.ts';
import type { ToolServer } from '../targets.ts';
import { authorizedFetch } from '../tokens/authorized-fetch.ts';
import type { ToolPorts } from './tools.ts';

/** What came back for one server. */
export interface Trial {
  readonly name: string;
  /** How many tools it lists. */
  readonly tools?: number;
  /** Why it could not be asked, which says nothing about what was given. */
  readonly unknown?: Refusal;
  /** Why it does not accept what was given. */
  readonly refusal?: Refusal;
}

/** @param fetch Authorizes the requests. Without one, what is stored with the server does. */
export async function tryServer(
  server: ToolServer,
  scope: Scope,
  ports: ToolPorts,
  fetch: Fetch = authorizedFetch(server, scope, ports),
): Promise<Trial> {
  const { name, url } = server;
  try {
    const session = await openSession({ url, fetch, clock: ports.clock });
    try {
      return { name, tools: (await session.listTools()).tools.length };
    } finally {
      await session.close();
    }
  } catch (thrown) {
    return trialOf(name, thrown);
  }
}

/** @throws whatever is no refusal. */
export function trialOf(name: string, thrown: unknown): Trial {
  if (!(thrown instanceof Refusal)) throw thrown;
  return isAboutCredentials(thrown) ? { name, refusal: thrown } : { name, unknown: thrown };
}

/** A server that is down, or has no such address, says nothing about a key. */
function isAboutCredentials({ code, details: { status, error } }: Refusal): boolean {
  if (code === 'token-refused') return error === 'invalid_client' || error === 'unauthorized_client' || status === 401;
  if (code === 'not-connected' || code === 'reconnect-needed') return true;
  return code === 'server-error' && (status === 401 || status === 403);
}
