/** The HTTP API: every route of the list, and the same errors for whatever is none of them. */
import { Hono } from 'hono';
import { ANONYMOUS, type Caller } from '../identity/caller.ts';
import type { JsonObject } from '../json-object.ts';
import type { HintText } from '../next-step.ts';
import type { OperationPorts } from '../operations/operation.ts';
import type { RequestHead } from '../ports/index.ts';
import { userOf } from '../principal.ts';
import { sha256Of } from '../sha256.ts';
import type { AuditWriter } from '../usecases/access/audit-writer.ts';
import { corsHeaders, preflightResponse, type WebAppOrigins } from './cors.ts';
import type { Limiting } from './limiting.ts';
import { PRIVATE, problemOf, problemResponse, RequestProblem } from './problem.ts';
import { streamed, wantsSteps } from './progress-stream.ts';
import { readBody } from './read-body.ts';
import { createRepeated, type Repeated } from './repeated.ts';
import { type AnyRoute, isOpen, type ServerSettings } from './route.ts';
import { runRoute } from './run-route.ts';

export interface ApiOptions {
  readonly routes: readonly AnyRoute[];
  readonly ports: OperationPorts;
  readonly settings: ServerSettings;
  readonly hintText: HintText;
  /**
   * Counts the request against the limits of its caller.
   * @throws Refusal `rate-limited`
   */
  readonly limit: Limiting['request'];
  readonly origins: WebAppOrigins;
  readonly writer: Pick<AuditWriter, 'append'>;
  /** Writes the stack of a bug to the log, with the id of its request. */
  readonly reportBug: (thrown: unknown, requestId: string) => void;
}

/** Who calls, as the site has found out. */
export interface Called {
  /** Undefined where the route is for anybody. */
  readonly caller: Caller | undefined;
  readonly requestId: string;
}

export interface Api {
  fetch(request: Request, called: Called): Promise<Response>;
  /** Whether the route needs no caller: what it takes is in its body. */
  isOpen(method: string, path: string): boolean;
  /** Adds what a page of a web app needs to read the response. */
  withCors(head: RequestHead, response: Response): Promise<Response>;
}

export function createApi(options: ApiOptions): Api {
  const { routes, hintText, origins, reportBug } = options;
  const app = new Hono<{ Bindings: Called }>({ strict: false });
  const repeated = createRepeated(options.ports.clock);
  const fail = (thrown: unknown, requestId: string) => {
    const problem = problemOf(thrown, hintText);
    if (problem.status === 500) reportBug(thrown, requestId);
    return problemResponse(problem, requestId);
  };
  for (const each of routes) {
    app.on(each.method, honoPath(each.path), ({ req: request, env: called }) => {
      const params = request.param() as Record<string, string>;
      return answer(each, { ...options, repeated, fail, request: request.raw, params, ...called });
    });
  }
  const methods = methodsByPath(routes);
  const open = routes.filter(isOpen).map((each) => ({ method: each.method, pattern: patternOf(each) }));
  app.notFound(({ req: request, env: { requestId } }) => {
    const others = methods(request.path);
    return fail(
      others.length === 0 ? noRoute(request.method, request.path) : otherMethod(request.method, others),
      requestId,
    );
  });
  app.onError((thrown, { env: { requestId } }) => fail(thrown, requestId));
  const withCors: Api['withCors'] = async ({ path, header }, response) => {
    const headers = await corsHeaders(header('origin'), path, origins);
    for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
    return response;
  };
  return {
    async fetch(request, called) {
      const origin = request.headers.get('origin') ?? undefined;
      const { pathname: path } = new URL(request.url);
      if (request.method === 'OPTIONS') {
        return preflightResponse(origin, path, origins).catch((thrown) => fail(thrown, called.requestId));
      }
      const header = (name: string) => request.headers.get(name) ?? undefined;
      return withCors({ method: request.method, path, header }, await app.fetch(request, called));
    },
    isOpen: (method, path) =>
      method === 'OPTIONS' || open.some((each) => each.method === method && each.pattern.test(path)),
    withCors,
  };
}

interface Answering extends ApiOptions {
  readonly repeated: Repeated;
  readonly fail: (thrown: unknown, requestId: string) => Response;
  readonly request: Request;
  readonly params: Readonly<Record<string, string>>;
  readonly caller: Caller | undefined;
  readonly requestId: string;
}

async function answer(route: AnyRoute, answering: Answering): Promise<Response> {
  const { request, params, settings, limit, repeated, fail, caller = ANONYMOUS } = answering;
  const query = new URL(request.url).searchParams;
  if (answering.caller) limit(caller, route, query);
  const run = async (body: () => Promise<JsonObject>, ports: OperationPorts): Promise<Response> => {
    const { writer, requestId } = answering;
    const ran = await runRoute({
      ...{ route, params, caller, ports, settings, query, signal: request.signal },
      header: (name) => request.headers.get(name) ?? undefined,
      readBody: body,
      auditing: { writer, requestId, ...clientIn(request) },
    });
    const common = { ...PRIVATE, ...ran.headers, 'x-request-id': requestId };
    return Response.json(ran.body, { status: ran.status, headers: common });
  };
  const key = request.headers.get('idempotency-key');
  if (key !== null && request.method === 'POST' && answering.caller) {
    const body = route.body ? await readBody(request) : {};
    const what = `${request.method} ${request.url} ${JSON.stringify(body)}`;
    const who = `${caller.project} ${userOf(caller.principal)}`;
    return repeated.once(who, key, await sha256Of(what), () =>
      run(async () => body, answering.ports).catch((thrown) => fail(thrown, answering.requestId)),
    );
  }
  if (route.operation.effect === 'goes-out' && wantsSteps(request)) {
    return streamed(({ progress }) =>
      run(() => readBody(request), { ...answering.ports, progress }).catch((thrown) =>
        fail(thrown, answering.requestId),
      ),
    );
  }
  return run(() => readBody(request), answering.ports);
}

/** What the program calls itself, which proves nothing. */
function clientIn({ headers }: Request): { readonly client?: string } {
  const agent = headers.get('user-agent');
  return agent === null ? {} : { client: agent.slice(0, 256) };
}

/** `/ai/agents/{id}` as Hono writes it. */
function honoPath(path: string): string {
  return path.replace(/\{(\w+)\}/g, ':$1');
}

/** The methods of the routes that have a path. */
function methodsByPath(routes: readonly AnyRoute[]): (path: string) => readonly string[] {
  const patterns = routes.map((each) => ({ method: each.method, pattern: patternOf(each) }));
  return (path) => [...new Set(patterns.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method))];
}

function patternOf({ path }: Pick<AnyRoute, 'path'>): RegExp {
  return new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}/?$`);
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
