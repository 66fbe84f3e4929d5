/** MCP clients: `/mcp` and `/mcp/AGENT`, and the same below `/p/PROJECT` for a project that the token must be of. */
import { canParseUrl } from '../can-parse-url.ts';
import { callableAgents } from '../identity/authorize.ts';
import type { Caller } from '../identity/caller.ts';
import { isLoopback } from '../loopback.ts';
import type { RequestHead } from '../ports/index.ts';
import type { Secret } from '../secret.ts';
import { bearerIn } from './bearer.ts';
import type { Gateways } from './gateways.ts';
import { RequestProblem } from './problem.ts';
import type { McpSite } from './site.ts';

export interface McpSiteOptions {
  readonly gateways: Pick<Gateways, 'handler'>;
  /** @throws Refusal `unauthenticated` */
  readonly callerOf: (bearer: Secret) => Promise<Caller>;
  readonly publicUrl: string;
}

const PATHS = /^(?:\/p\/([^/]+))?\/mcp(?:\/([^/]+))?\/?$/;

export function createMcpSite({ gateways, callerOf, publicUrl }: McpSiteOptions): McpSite {
  const own = new URL(publicUrl).origin;
  return {
    matches: (path) => PATHS.test(path),
    async admit(head, path) {
      checkOrigin(head, own);
      const caller = await callerOf(bearerIn(head));
      const [, project, agent] = (PATHS.exec(path) ?? []).map((part) => part && decoded(part));
      if (project !== undefined && project !== caller.project) throw nothingAt(path);
      if (!caller.rights.has('tools.call')) throw mayNotCall(caller);
      const callable = callableAgents(caller);
      if (agent === undefined && callable) throw onlyAgents(callable);
      if (agent !== undefined && callable?.has(agent) === false) throw nothingAt(path);
      const handler = await gateways.handler(caller, agent, head);
      if (handler) return { handler };
      throw nothingAt(path);
    },
  };
}

/** A page of another origin does not call: no browser shows a token of ours by itself, and none should be in a page. */
function checkOrigin({ header }: RequestHead, own: string): void {
  const origin = header('origin');
  if (origin === undefined || origin === own) return;
  if (/^https?:\/\/[^/?#@]+$/i.test(origin) && canParseUrl(origin) && isLoopback(new URL(origin))) return;
  throw new RequestProblem({
    status: 403,
    code: 'origin-refused',
    message: 'Pages of this origin may not use the gateway.',
    next: `Call it from a program, or from a page of ${own}.`,
  });
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function nothingAt(path: string): RequestProblem {
  return new RequestProblem({
    status: 404,
    code: 'agent-unknown',
    message: `There is no agent at ${path.slice(0, 200)}.`,
    why: 'It does not exist, or it was not given to you.',
    next: 'Clients are served at /mcp and at /mcp/AGENT.',
  });
}

function onlyAgents(agents: ReadonlySet<string>): RequestProblem {
  return new RequestProblem({
    status: 403,
    code: 'right-missing',
    message: 'You may use agents only, and not everything of the project.',
    next: agents.size === 0 ? 'Ask for an agent.' : `Use ${[...agents].map((name) => `/mcp/${name}`).join(' or ')}.`,
  });
}

function mayNotCall({ name }: Caller): RequestProblem {
  return new RequestProblem({
    status: 403,
    code: 'right-missing',
    message: `${name} may not call tools.`,
    why: 'Its role does not have the right tools.call.',
    next: 'Use an API key, a login, or a token for an end user.',
  });
}
