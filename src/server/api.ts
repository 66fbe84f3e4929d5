/** The HTTP API: every route of the list, and the same errors for whatever is none of them. */
import { Hono } from 'hono';
import type { Caller } from '../identity/caller.ts';
import type { HintText } from '../next-step.ts';
import type { OperationPorts } from '../operations/operation.ts';
import type { AuditRow } from '../records-of-callers.ts';
import { Secret } from '../secret.ts';
import { corsHeaders, preflightResponse, type WebAppOrigins } from './cors.ts';
import { PRIVATE, problemOf, problemResponse, RequestProblem } from './problem.ts';
import { readBody } from './read-body.ts';
import type { AnyRoute, ServerSettings } from './route.ts';
import { auditedRequest, runRoute } from './run-route.ts';

export interface ApiOptions {
  readonly routes: readonly AnyRoute[];
  readonly ports: OperationPorts;
  readonly settings: ServerSettings;
  readonly hintText: HintText;
  /** @throws Refusal `unauthenticated` */
  readonly callerOf: (bearer: Secret) => Promise<Caller>;
  /**
   * Counts the request against the limits of its caller.
   * @throws Refusal `rate-limited`
   */
  readonly limit: (caller: Caller, route: AnyRoute) => void;
  readonly origins: WebAppOrigins;
  readonly audit: (row: Omit<AuditRow, 'id' | 'at'>) => void;
  /** Writes the stack of a bug to the log, with the id of its request. */
  readonly reportBug: (thrown: unknown, requestId: string) => void;
}

export interface Api {
  fetch(request: Request): Promise<Response>;
}

export function createApi(options: ApiOptions): Api {
  const { routes, ports, hintText, origins, reportBug } = options;
  const app = new Hono({ strict: false });
  const fail = (thrown: unknown, requestId: string) => {
    const problem = problemOf(thrown, hintText);
    if (problem.status === 500) reportBug(thrown, requestId);
    return problemResponse(problem, requestId);
  };
  for (const each of routes) {
    app.on(each.method, honoPath(each.path), async (context) => {
      const { req: request } = context;
      const requestId = ports.identifiers.next();
      const cors = await corsHeaders(request.raw, each.path, origins);
      const response = await answer(each, {
        ...options,
        request: request.raw,
        params: request.param() as Record<string, string>,
        requestId,
      }).catch((thrown) => fail(thrown, requestId));
      for (const [name, value] of Object.entries(cors)) response.headers.set(name, value);
      return response;
    });
  }
  const methods = methodsByPath(routes);
  app.notFound(async ({ req: request }) => {
    if (request.method === 'OPTIONS') return preflightResponse(request.raw, origins);
    const requestId = ports.identifiers.next();
    const others = methods(request.path);
    if (others.length === 0) return fail(noRoute(request.method, request.path), requestId);
    return fail(otherMethod(request.method, others), requestId);
  });
  app.onError((thrown) => fail(thrown, ports.identifiers.next()));
  return { fetch: async (request) => app.fetch(request) };
}

interface Answering extends ApiOptions {
  readonly request: Request;
  readonly params: Readonly<Record<string, string>>;
  readonly requestId: string;
}

async function answer(route: AnyRoute, answering: Answering): Promise<Response> {
  const { request, params, requestId, ports, settings, callerOf, limit, audit } = answering;
  const caller = await callerOf(bearerIn(request));
  limit(caller, route);
  const startedAt = ports.clock.elapsed();
  const record = (outcome: AuditRow['outcome'], code?: string) => {
    if (route.operation.effect === 'reads') return;
    const milliseconds = Math.round(ports.clock.elapsed() - startedAt);
    audit({ ...auditedRequest(route, { params, caller }), outcome, code, milliseconds, requestId });
  };
  try {
    const { status, body, headers } = await runRoute({
      ...{ route, params, caller, ports, settings, signal: request.signal },
      query: new URL(request.url).searchParams,
      header: (name) => request.headers.get(name) ?? undefined,
      readBody: () => readBody(request),
    });
    record('done');
    const common = { ...PRIVATE, ...headers, 'x-request-id': requestId };
    return Response.json(body, { status, headers: common });
  } catch (thrown) {
    const { code, status } = problemOf(thrown, answering.hintText);
    record(status === 500 ? 'failed' : 'refused', code);
    throw thrown;
  }
}

/** Never from the URL, a body or a cookie: those end in logs, or are sent by a browser for anybody. */
function bearerIn({ headers }: Request): Secret {
  const [, token] = /^bearer +(\S+)$/i.exec(headers.get('authorization') ?? '') ?? [];
  if (token !== undefined) return new Secret(token);
  throw new RequestProblem({
    status: 401,
    code: 'unauthenticated',
    message: 'The request has no API key and no token.',
    why: 'Its header Authorization is missing, or has another scheme than Bearer.',
    next: 'Send the header Authorization: Bearer KEY.',
    headers: { 'www-authenticate': 'Bearer realm="mcpctl"' },
  });
}

/** `/ai/agents/{id}` as Hono writes it. */
function honoPath(path: string): string {
  return path.replace(/\{(\w+)\}/g, ':$1');
}

/** The methods of the routes that have a path. */
function methodsByPath(routes: readonly AnyRoute[]): (path: string) => readonly string[] {
  const patterns = routes.map(({ method, path }) => ({
    method,
    pattern: new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}/?$`),
  }));
  return (path) => [...new Set(patterns.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method))];
}

function noRoute(method: string, path: string): RequestProblem {
  return new RequestProblem({
    status: 404,
    code: 'not-found',
    message: `There is nothing at ${method} ${path.slice(0, 200)}.`,
    next: 'The routes are listed at /openapi.json.',
  });
}

function otherMethod(method: string, others: readonly string[]): RequestProblem {
  return new RequestProblem({
    status: 405,
    code: 'method-not-allowed',
    message: `${method} is not allowed here.`,
    next: `Use ${others.join(' or ')}.`,
    headers: { allow: others.join(', ') },
  });
}
