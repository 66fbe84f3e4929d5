/**
 * Decides what a request is for, by its path: MCP clients go to the gateway, pages and public documents to whoever may see
 * them, the rest to the API. Who calls is decided here, once, before any body is read.
 */
import { canParseUrl } from '../can-parse-url.ts';
import { allowsOrigin } from '../identity/authorize.ts';
import type { Caller } from '../identity/caller.ts';
import type { HintText } from '../next-step.ts';
import { rightMissing } from '../operations/perform.ts';
import type { Admission, AsyncContext, HttpSite, Identifiers, RequestHandler, RequestHead } from '../ports/index.ts';
import type { Secret, SeenSecrets } from '../secret.ts';
import { originRefused } from '../usecases/end-users/ticket.ts';
import type { Api } from './api.ts';
import { bearerIn } from './bearer.ts';
import type { CheckHost } from './check-host.ts';
import { type Problem, problemOf, problemResponse } from './problem.ts';
import { MOST_BYTES } from './read-body.ts';
import { refusedRequest } from './refused-requests.ts';

export interface SiteOptions {
  readonly api: Api;
  readonly mcp: McpSite;
  /** Answers what anybody may ask: health, the description of the API, consents in a browser. */
  readonly publicPages: (path: string, head: RequestHead) => PublicAnswer | undefined;
  /** For callers with the right audit.read. */
  readonly metricsPage: () => Promise<Response>;
  readonly checkHost: CheckHost;
  /** @throws Refusal `unauthenticated` */
  readonly callerOf: (bearer: Secret) => Promise<Caller>;
  /**
   * Counts a request without a principal by its address.
   * @throws Refusal `rate-limited`
   */
  readonly limitStranger: (head: RequestHead) => void;
  /** The secrets of a request, which no other request sees. */
  readonly secrets: AsyncContext<SeenSecrets>;
  readonly identifiers: Pick<Identifiers, 'next'>;
  readonly hintText: HintText;
}

export type PublicAnswer = (request: Request) => Promise<Response>;

export interface McpSite {
  /** Whether the path is one of the gateway. */
  matches(path: string): boolean;
  admit(head: RequestHead, path: string): Promise<Admission>;
}

export function createSite(options: SiteOptions): Required<HttpSite> {
  const { api, mcp, publicPages, metricsPage, checkHost, callerOf, limitStranger, secrets, identifiers, hintText } =
    options;
  const admitted = async (head: RequestHead, requestId: string): Promise<Admission> => {
    checkHost(head);
    const path = pathOf(head);
    if (mcp.matches(path)) return mcp.admit(head, path);
    const answer = publicPages(path, head);
    const isOpen = api.isOpen(head.method, path);
    const bearer = answer || isOpen ? undefined : bearerIn(head);
    if (bearer === undefined) limitStranger(head);
    if (answer) return { handler: { handle: answer } };
    const caller = bearer && (await callerOf(bearer));
    if (caller?.session && !allowsOrigin(caller.session, head.header('origin'))) throw originRefused();
    if (path === '/metrics' && head.method === 'GET' && caller?.rights.has('audit.read')) {
      return { response: await metricsPage() };
    }
    if (path === '/metrics' && caller) throw rightMissing({ name: 'audit.metrics', right: 'audit.read' });
    return { handler: { handle: (request) => api.fetch(request, { caller, requestId }), mostBytes: MOST_BYTES } };
  };
  const within = (seen: SeenSecrets, { tryHandle, handle, ...rest }: RequestHandler): RequestHandler => ({
    ...rest,
    ...(tryHandle && { tryHandle: (posted) => secrets.run(seen, () => tryHandle(posted)) }),
    handle: (request) => secrets.run(seen, () => handle(request)),
  });
  /** Whoever guesses keys is slowed down as well. */
  const refusedTo = (head: RequestHead, thrown: unknown): Problem => {
    const problem = problemOf(thrown, hintText);
    if (problem.status !== 401) return problem;
    try {
      limitStranger(head);
      return problem;
    } catch (limited) {
      return problemOf(limited, hintText);
    }
  };
  return {
    refuse: (status) => problemResponse(refusedRequest(status).problem, identifiers.next()),
    admit(head) {
      const seen: SeenSecrets = new Set();
      const requestId = identifiers.next();
      return secrets.run(seen, async () => {
        try {
          const admission = await admitted(head, requestId);
          return 'handler' in admission ? { handler: within(seen, admission.handler) } : admission;
        } catch (thrown) {
          return { response: await api.withCors(head, problemResponse(refusedTo(head, thrown), requestId)) };
        }
      });
    },
  };
}

/** The path without its query, normalized as in a URL. */
export function pathOf({ path }: Pick<RequestHead, 'path'>): string {
  const base = 'http://server';
  return canParseUrl(`${base}${path}`) ? new URL(`${base}${path}`).pathname : path;
}
