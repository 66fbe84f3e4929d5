/**
 * The only way to other hosts: checks addresses while connecting, limits time, size and redirects, and uses proxies.
 */
import { setMaxListeners } from 'node:events';
import type { Dispatcher, RequestInit as UndiciRequestInit, Response as UndiciResponse } from 'undici';
import type { Network } from '../ports/index.ts';
import { Refusal } from '../refusal.ts';
import { createPacing } from './message-pace.ts';
import { networkFault } from './network-faults.ts';
import {
  checkedLookup,
  checkPort,
  checkProxied,
  checkUrl,
  type NetworkPolicy,
  type OperatorPolicy,
  policyAt,
  policyTowards,
} from './network-policy.ts';
import { proxyFor } from './proxies.ts';
import { ACCEPTED_ENCODINGS, ReceivedResponse } from './received-response.ts';

export interface NetworkOptions {
  readonly allowPrivate: boolean;
  readonly environment: NodeJS.ProcessEnv;
  /** Set for a server, whose callers name addresses. */
  readonly operator?: OperatorPolicy;
  /** Called for every request. The URL has no query. Without a status there was no answer. */
  readonly trace?: (request: TracedRequest) => void;
}

export interface TracedRequest {
  readonly method: string;
  readonly url: string;
  readonly status?: number;
  readonly milliseconds: number;
}

const USER_AGENT = 'mcpctl';
const REQUEST_MILLISECONDS = 10_000;
const CONNECT_MILLISECONDS = 10_000;
const BODY_BYTES = 64 * 1024;
const HOPS = 3;
const HAS_NO_BODY = new Set([101, 204, 205, 304]);

interface Way {
  readonly given: string;
  readonly url: URL;
  readonly origin: string;
  readonly path: string;
  readonly dispatcher: Promise<Dispatcher>;
}

export function createNetwork({ allowPrivate, environment, operator, trace }: NetworkOptions): Network {
  const dispatchers = new Map<string, Promise<Dispatcher>>();
  const newPace = createPacing();
  const dispatcherFor = (url: URL, policy: NetworkPolicy, isKept = true) => {
    const proxy = proxyFor(url, environment);
    if (proxy !== undefined) checkProxied(url, policy);
    const key = `${policy.loopback} ${isKept} ${proxy} ${policy.open?.rules.join() ?? ''}`;
    const dispatcher = dispatchers.get(key) ?? createDispatcher(policy, isKept, proxy);
    dispatchers.set(key, dispatcher);
    return dispatcher;
  };

  /** Traces a request, and turns what the library throws into a refusal that says which connection failed. */
  const traced = async <R extends Response | UndiciResponse>(url: URL, init: RequestInit, work: () => Promise<R>) => {
    const started = performance.now();
    const tell = (status?: number) => {
      const milliseconds = Math.round(performance.now() - started);
      trace?.({ method: init.method ?? 'GET', url: `${url.origin}${url.pathname}`, status, milliseconds });
    };
    try {
      const response = await work();
      tell(response.status);
      return response;
    } catch (thrown) {
      tell();
      throw networkFault(thrown, url, init.signal ?? undefined);
    }
  };

  /** Sends one request and follows no redirect. */
  const send = async (url: URL, init: RequestInit, policy: NetworkPolicy): Promise<UndiciResponse> => {
    checkUrl(url, policy);
    const { fetch } = await loadUndici();
    const headers = new Headers(init.headers);
    headers.set('user-agent', USER_AGENT);
    // A request other than GET gets a connection of its own. If the server closed a kept connection at that moment,
    // nobody could tell whether it had used up the refresh token.
    const isKept = (init.method ?? 'GET') === 'GET';
    return traced(url, init, async () =>
      fetch(url, {
        ...(init as UndiciRequestInit),
        headers: Object.fromEntries(headers),
        redirect: 'manual',
        dispatcher: await dispatcherFor(url, policy, isKept),
      }),
    );
  };

  /** Sends an MCP message below `fetch`: there are many messages, and they are small. */
  const exchange = async ({ url, origin, path, dispatcher }: Way, init: RequestInit): Promise<Response> => {
    const { headers: given = {} } = init;
    const own = Symbol.iterator in given ? Object.fromEntries(given) : given;
    const headers = { 'accept-encoding': ACCEPTED_ENCODINGS, ...own, 'user-agent': USER_AGENT };
    // All requests of a session share its signal, and each of them listens to it until it is answered.
    if (init.signal) setMaxListeners(0, init.signal);
    return traced(url, init, async () => {
      const answer = await (await dispatcher).request({
        origin,
        path,
        method: (init.method ?? 'GET') as Dispatcher.HttpMethod,
        headers,
        body: init.body as string | null | undefined,
        signal: init.signal,
      });
      return new ReceivedResponse(answer, url, newPace);
    });
  };

  return {
    towards(target) {
      const general = policyTowards(target, allowPrivate, operator);
      /** The way to the last URL, which is nearly always the next one as well. */
      let way: Way | undefined;
      const wayTo = (given: string | URL): Way => {
        const url = new URL(given);
        const policy = policyAt(url, general);
        checkUrl(url, policy);
        checkPort(url);
        const { origin, pathname, search } = url;
        return {
          given: String(given),
          url,
          origin,
          path: `${pathname}${search}`,
          dispatcher: dispatcherFor(url, policy),
        };
      };
      return {
        fetch: (url, init = {}) =>
          limited(new URL(url), init, (hop, hopInit) => send(hop, hopInit, policyAt(hop, general))),
        stream: async (url, init = {}) => {
          if (way?.given !== String(url)) way = wayTo(url);
          return exchange(way, init);
        },
      };
    },
  };
}

type Send = (url: URL, init: RequestInit) => Promise<UndiciResponse>;

/**
 * Reads a whole answer of at most 64 KiB within 10 s. A GET follows three redirects within its origin; other methods
 * follow none.
 */
async function limited(url: URL, init: RequestInit, send: Send): Promise<Response> {
  const timeout = AbortSignal.timeout(REQUEST_MILLISECONDS);
  const signal = init.signal ? AbortSignal.any([init.signal, timeout]) : timeout;
  const isGet = (init.method ?? 'GET') === 'GET';
  try {
    let response = await send(url, { ...init, signal });
    for (let hop = 0, from = url; isGet && isRedirect(response); hop += 1) {
      const to = new URL(response.headers.get('location') ?? '', from);
      await response.body?.cancel();
      if (to.origin !== from.origin || hop === HOPS) throw redirectRefused(from, to, hop);
      response = await send(to, { ...init, signal });
      from = to;
    }
    const body = await readLimited(response, url);
    return new Response(HAS_NO_BODY.has(response.status) ? null : body, {
      status: response.status,
      statusText: response.statusText,
      headers: [...response.headers],
    });
  } catch (thrown) {
    if (timeout.aborted && !init.signal?.aborted) throw networkFault(timeout.reason, url, undefined);
    throw networkFault(thrown, url, init.signal ?? undefined);
  }
}

function isRedirect({ status, headers }: UndiciResponse): boolean {
  return [301, 302, 303, 307, 308].includes(status) && headers.has('location');
}

/**
 * Reads chunk by chunk and stops at the limit: `response.json()` on 2 GiB ends the process, and no code can catch that.
 */
async function readLimited(response: UndiciResponse, url: URL): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.byteLength;
    if (length > BODY_BYTES) throw tooLarge(url);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** In the bundle, a CommonJS package that is imported dynamically has nothing but a default export. */
const loadUndici = async () => (await import('undici')).default;

/** Connects directly or through a proxy. The address of a proxy is not checked, because the user chose it. */
async function createDispatcher(
  policy: NetworkPolicy,
  isKept: boolean,
  proxy: string | undefined,
): Promise<Dispatcher> {
  const { Agent, ProxyAgent } = await loadUndici();
  const options = {
    connect: { lookup: checkedLookup(policy), timeout: CONNECT_MILLISECONDS },
    // An MCP stream may be silent for long. Requests that must be quick have their own limit.
    headersTimeout: 0,
    bodyTimeout: 0,
    // Zero means a connection for each request.
    ...(!isKept && { pipelining: 0 }),
  };
  return proxy === undefined ? new Agent(options) : new ProxyAgent({ ...options, uri: proxy });
}

function redirectRefused(from: URL, to: URL, hop: number): Refusal {
  return new Refusal('url-refused', {
    what: `${from.origin} redirects to ${to.origin}, which was not followed.`,
    why: hop === HOPS ? `It redirected ${hop} times before.` : 'A redirect to another origin could lead anywhere.',
    hint: 'Use the URL that it redirects to, if you trust it.',
    details: { from: from.origin, to: to.origin },
  });
}

function tooLarge(url: URL): Refusal {
  return new Refusal('response-too-large', {
    what: `${url.origin}${url.pathname} answered with more than ${BODY_BYTES / 1024} KiB.`,
    hint: 'Check the URL of the server.',
    details: { limit_bytes: BODY_BYTES },
  });
}
