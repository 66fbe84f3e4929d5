/** The one way out: addresses checked when connecting, limits on time, size and redirects, proxies on every leg. */
import type { Dispatcher, RequestInit as UndiciRequestInit, Response as UndiciResponse } from 'undici';
import type { Network } from '../ports.ts';
import { Refusal } from '../refusal.ts';
import { isLoopbackHost } from './addresses.ts';
import { withMessageLimit } from './message-limit.ts';
import { networkFault } from './network-faults.ts';
import { checkedLookup, checkUrl, type NetworkPolicy } from './network-policy.ts';
import { proxyFor } from './proxies.ts';

export interface NetworkOptions {
  readonly allowPrivate: boolean;
  readonly environment: NodeJS.ProcessEnv;
  /** Told of every request. The URL comes without its query; no status means that there was no answer. */
  readonly trace?: (request: TracedRequest) => void;
}

export interface TracedRequest {
  readonly method: string;
  readonly url: string;
  readonly status?: number;
  readonly milliseconds: number;
}

const REQUEST_MILLISECONDS = 10_000;
const CONNECT_MILLISECONDS = 10_000;
const BODY_BYTES = 64 * 1024;
const HOPS = 3;
const HAS_NO_BODY = new Set([101, 204, 205, 304]);

export function createNetwork({ allowPrivate, environment, trace }: NetworkOptions): Network {
  const dispatchers = new Map<string, Promise<Dispatcher>>();
  const dispatcherFor = (url: URL, policy: NetworkPolicy) => {
    const proxy = proxyFor(url, environment);
    const key = `${policy.loopback} ${proxy}`;
    const dispatcher = dispatchers.get(key) ?? createDispatcher(policy, proxy);
    dispatchers.set(key, dispatcher);
    return dispatcher;
  };

  /** One request, no redirect followed. Refusals say which leg failed. */
  const send = async (url: URL, init: RequestInit, policy: NetworkPolicy): Promise<UndiciResponse> => {
    checkUrl(url, policy);
    const { fetch } = await import('./undici.ts');
    const headers = new Headers(init.headers);
    headers.set('user-agent', 'mcpctl');
    const started = performance.now();
    const traced = { method: init.method ?? 'GET', url: `${url.origin}${url.pathname}` };
    const elapsed = () => Math.round(performance.now() - started);
    try {
      const response = await fetch(url, {
        ...(init as UndiciRequestInit),
        headers: Object.fromEntries(headers),
        redirect: 'manual',
        dispatcher: await dispatcherFor(url, policy),
      });
      trace?.({ ...traced, status: response.status, milliseconds: elapsed() });
      return response;
    } catch (thrown) {
      trace?.({ ...traced, milliseconds: elapsed() });
      throw networkFault(thrown, url, init.signal ?? undefined);
    }
  };

  return {
    towards(target) {
      const policy = {
        loopback: URL.canParse(target) && isLoopbackHost(new URL(target).hostname),
        private: allowPrivate,
      };
      return {
        fetch: (url, init = {}) => limited(new URL(url), init, (hop, hopInit) => send(hop, hopInit, policy)),
        stream: async (url, init = {}) => {
          const response = await send(new URL(url), init, policy);
          // The global Response is the same class of another copy of undici; what reads it sees no difference.
          return withMessageLimit(response as unknown as Response, new URL(url));
        },
      };
    },
  };
}

type Send = (url: URL, init: RequestInit) => Promise<UndiciResponse>;

/** A whole answer within 10 s and 64 KiB. A GET follows three hops within its origin; nothing else follows any. */
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

/** Reads as it comes and stops at the limit: `response.json()` on 2 GiB ends the process, and nothing can catch it. */
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

/** Direct, or through a proxy, whose own address is free. */
async function createDispatcher(policy: NetworkPolicy, proxy: string | undefined): Promise<Dispatcher> {
  const { Agent, ProxyAgent } = await import('./undici.ts');
  const options = {
    connect: { lookup: checkedLookup(policy), timeout: CONNECT_MILLISECONDS },
    // MCP streams may be silent for long; what must be quick has its own limit.
    headersTimeout: 0,
    bodyTimeout: 0,
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
