/** A client of `mcpctl serve`: its routes by their address, and named groups of them. */
import { actorsOf } from './actors.ts';
import { agentsOf } from './agents.ts';
import { systemClock } from './clock.ts';
import { mcpServersOf } from './mcp-servers.ts';
import type { Answer, Arguments, Known, Method } from './paths.ts';
import { type Clock, type RequestOptions, type Sender, send } from './send.ts';
import { sessionsOf } from './sessions.ts';

interface Common {
  /** The public URL of the server, such as https://mcp.example.com. */
  readonly baseUrl: string;
  /** How often a request is sent again after 429 or 503, where that is safe; 2 when left out. */
  readonly retries?: number;
  /** Instead of the global one. */
  readonly fetch?: typeof fetch;
  /** Instead of the time of the machine. */
  readonly clock?: Clock;
}

/** A backend has an API key. A page has the token of a session, a command line that of a login. */
export type McpctlClientOptions = Common &
  ({ readonly apiKey: string; readonly token?: undefined } | { readonly token: string; readonly apiKey?: undefined });

export class McpctlClient {
  readonly mcpServers: ReturnType<typeof mcpServersOf> = mcpServersOf(this);
  readonly agents: ReturnType<typeof agentsOf> = agentsOf(this);
  readonly actors: ReturnType<typeof actorsOf> = actorsOf(this);
  readonly sessions: ReturnType<typeof sessionsOf> = sessionsOf(this);
  readonly #sender: Sender;

  constructor(options: McpctlClientOptions) {
    const { baseUrl, apiKey, token, retries = 2, fetch = globalThis.fetch, clock = systemClock } = options;
    const bearer = apiKey ?? token;
    if (!bearer) throw new TypeError('McpctlClient needs an apiKey or a token.');
    // Browsers call it only as a function of their own.
    const fetching: typeof fetch = (input, init) => fetch(input, init);
    this.#sender = { baseUrl: new URL(baseUrl).href.replace(/\/+$/, ''), bearer, fetch: fetching, clock, retries };
  }

  /** @throws McpctlError, as the others do */
  get<const Url extends string>(url: Url & Known<Url, 'get'>, options?: RequestOptions): Promise<Answer<Url, 'get'>> {
    return this.#send('get', url, undefined, options);
  }

  post<const Url extends string>(
    url: Url & Known<Url, 'post'>,
    ...[body, options]: Arguments<Url, 'post', RequestOptions>
  ): Promise<Answer<Url, 'post'>> {
    return this.#send('post', url, body, options);
  }

  put<const Url extends string>(
    url: Url & Known<Url, 'put'>,
    ...[body, options]: Arguments<Url, 'put', RequestOptions>
  ): Promise<Answer<Url, 'put'>> {
    return this.#send('put', url, body, options);
  }

  patch<const Url extends string>(
    url: Url & Known<Url, 'patch'>,
    ...[body, options]: Arguments<Url, 'patch', RequestOptions>
  ): Promise<Answer<Url, 'patch'>> {
    return this.#send('patch', url, body, options);
  }

  delete<const Url extends string>(
    url: Url & Known<Url, 'delete'>,
    options?: RequestOptions,
  ): Promise<Answer<Url, 'delete'>> {
    return this.#send('delete', url, undefined, options);
  }

  #send<Body>(method: Method, url: string, body: unknown, options: RequestOptions = {}): Promise<Body> {
    return send(this.#sender, { ...options, method, url, body }) as Promise<Body>;
  }
}
