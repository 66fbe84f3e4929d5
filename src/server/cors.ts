/**
 * Which pages of other origins may call: those of web apps, and only the routes for end users. No credentials go across
 * sites, so a page shows the bearer token of its session. No other route has a header of CORS.
 */
import { RequestProblem } from './problem.ts';

export interface WebAppOrigins {
  /** Whether some web app has this origin. */
  has(origin: string): Promise<boolean>;
}

const FOR_PAGES = /^\/(?:session|agent)\//;

export async function corsHeaders(
  origin: string | undefined,
  path: string,
  origins: WebAppOrigins,
): Promise<Readonly<Record<string, string>>> {
  if (origin === undefined || !FOR_PAGES.test(path) || !(await origins.has(origin))) return {};
  return {
    'access-control-allow-origin': origin,
    'access-control-expose-headers': 'retry-after, x-request-id, x-ratelimit-reason, x-ratelimit-retry-ms',
    vary: 'origin',
  };
}

/**
 * A preflight has no token (Fetch standard), so it is answered by the origin alone.
 * @throws RequestProblem 403
 */
export async function preflightResponse(
  origin: string | undefined,
  path: string,
  origins: WebAppOrigins,
): Promise<Response> {
  const headers = await corsHeaders(origin, path, origins);
  if (Object.keys(headers).length === 0) throw pageRefused();
  return new Response(null, {
    status: 204,
    headers: {
      ...headers,
      'access-control-allow-methods': 'GET, POST',
      'access-control-allow-headers': 'authorization, content-type',
      'access-control-max-age': '600',
    },
  });
}

function pageRefused(): RequestProblem {
  return new RequestProblem({
    status: 403,
    code: 'origin-refused',
    message: 'Pages of this origin may not call this.',
    why: 'Pages of web apps may call /session/ and /agent/, and no other address is for pages.',
    next: 'Add the origin of the page to its web app.',
  });
}
