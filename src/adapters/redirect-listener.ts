/**
 * The listener that the browser comes back to (RFC 8252, section 7.3). It has two paths, serves one browser, and its
 * answers reveal nothing.
 */
import { randomBytes } from 'node:crypto';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { RedirectListener, Redirects } from '../ports/index.ts';
import { Refusal } from '../refusal.ts';
import { PAGE_HEADERS, type PageName, page } from './callback-pages.ts';
import { listenOnLoopback } from './listen-on-loopback.ts';
import { isOfAnotherUser } from './peer-owner.ts';

const LONGEST_URL = 8 * 1024;
/**
 * In milliseconds. Unless told otherwise, Node checks only every half minute which connections have run out of time.
 */
const LIMITS = {
  maxHeaderSize: 2 * LONGEST_URL,
  requestTimeout: 10_000,
  headersTimeout: 5_000,
  keepAliveTimeout: 1_000,
  connectionsCheckingInterval: 1_000,
};
/** A browser that waits longer than this for the result is sent to the terminal. */
const VERDICT_MILLISECONDS = 60_000;

interface Answer {
  readonly status: number;
  readonly page: PageName;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Awaited {
  readonly state: string;
  readonly resolve: (parameters: URLSearchParams) => void;
}

export function createRedirects({ verdictMilliseconds = VERDICT_MILLISECONDS } = {}): Redirects {
  return {
    async listen({ port = 0, host = '127.0.0.1' }) {
      const starts = new Map<string, string>();
      const waiting = new Set<ServerResponse>();
      const misuse = new AbortController();
      let awaited: Awaited | undefined;
      let lastState: string | undefined;
      let authority = '';

      /** Returns the immediate answer to a callback, or undefined for the awaited one, whose answer is the result. */
      const judgeCallback = (parameters: URLSearchParams): Answer | undefined => {
        const names = [...parameters.keys()];
        if (new Set(names).size !== names.length) return { status: 400, page: 'unexpected' };
        const state = parameters.get('state');
        if (state !== null && state === lastState) return { status: 409, page: 'used' };
        // A callback with another state must not end the flow, because anybody can send it.
        return state === null || state !== awaited?.state ? { status: 400, page: 'unexpected' } : undefined;
      };

      const judge = ({ method, url: path = '', headers, socket }: IncomingMessage): Answer | URLSearchParams => {
        if (headers.host !== authority) return { status: 421, page: 'unexpected' };
        if (path.length > LONGEST_URL) return { status: 414, page: 'unexpected' };
        if (method !== 'GET') return { status: 405, page: 'unexpected', headers: { allow: 'GET' } };
        if (isPrefetch(headers)) return { status: 503, page: 'unexpected' };
        const url = new URL(`http://${authority}${path.startsWith('/') ? path : '/'}`);
        if (url.pathname === '/callback') return judgeCallback(url.searchParams) ?? url.searchParams;
        const location = starts.get(url.pathname);
        // Another user can read the address among the arguments of the browser that is started.
        if (location === undefined || isOfAnotherUser(socket)) return { status: 404, page: 'unexpected' };
        starts.set(url.pathname, '');
        if (location === '') {
          misuse.abort(usedTwice());
          return { status: 410, page: 'used' };
        }
        return { status: 302, page: 'unexpected', headers: { location } };
      };

      const handle = (request: IncomingMessage, response: ServerResponse) => {
        const judgement = judge(request);
        if (!(judgement instanceof URLSearchParams)) {
          answer(response, judgement);
          return;
        }
        const timer = setTimeout(() => answer(response, verdictPage('waiting')), verdictMilliseconds).unref();
        waiting.add(response);
        response.on('close', () => {
          clearTimeout(timer);
          waiting.delete(response);
        });
        lastState = awaited?.state;
        awaited?.resolve(judgement);
        awaited = undefined;
      };

      const settle = (verdict: 'connected' | 'failed') =>
        Promise.all([...waiting].map((response) => answer(response, verdictPage(verdict))));

      const makeServer = (): Server => {
        const server = createServer(LIMITS, handle);
        server.maxConnections = 64;
        return server;
      };
      const { servers, boundPort } = await listenOnLoopback(makeServer, host, port);
      authority = `${host}:${boundPort}`;
      const origin = `http://${authority}`;

      return {
        redirectUri: `${origin}/callback`,
        startUrl(authorizationUrl) {
          const path = `/start/${randomBytes(16).toString('base64url')}`;
          starts.set(path, authorizationUrl);
          return origin + path;
        },
        misused: misuse.signal,
        receive: (state, signal) =>
          new Promise((resolve, reject) => {
            const ends = [signal, misuse.signal];
            const settle = () => {
              awaited = undefined;
              for (const end of ends) end.removeEventListener('abort', abort);
            };
            const abort = () => {
              settle();
              reject(ends.find(({ aborted }) => aborted)?.reason);
            };
            if (ends.some(({ aborted }) => aborted)) return abort();
            for (const end of ends) end.addEventListener('abort', abort, { once: true });
            awaited = {
              state,
              resolve: (parameters) => {
                settle();
                resolve(parameters);
              },
            };
          }),
        sendOn(authorizationUrl) {
          const [response] = waiting;
          if (response === undefined) return false;
          waiting.delete(response);
          answer(response, { status: 303, page: 'unexpected', headers: { location: authorizationUrl } });
          return true;
        },
        async conclude(verdict) {
          await settle(verdict);
        },
        async close() {
          await settle('failed');
          for (const server of servers) {
            server.close();
            server.closeAllConnections();
          }
        },
      } satisfies RedirectListener;
    },
  };
}

function usedTwice(): Refusal {
  return new Refusal('authorization-response-invalid', {
    what: 'The address of this consent was opened twice.',
    why: 'Somebody else on this machine may have opened it, and consented with another account. Nothing of it is kept.',
    hint: 'Run the command again. If nobody else is on this machine, open the address only once.',
  });
}

/** A prefetch consumes nothing, because no person has asked for it. */
function isPrefetch(headers: IncomingHttpHeaders): boolean {
  const purposes = [headers['sec-purpose'], headers.purpose, headers['x-moz'], headers['x-purpose']];
  return purposes.some((purpose) => /prefetch|prerender|preview/i.test(String(purpose ?? '')));
}

function verdictPage(verdict: 'connected' | 'failed' | 'waiting'): Answer {
  return { status: 200, page: verdict, headers: { connection: 'close' } };
}

/** Resolves when the bytes are sent, or the browser has gone. */
function answer(response: ServerResponse, { status, page: name, headers }: Answer): Promise<void> {
  return new Promise((sent) => {
    if (response.writableEnded || response.destroyed) return sent();
    response.on('close', sent);
    const body = page(name);
    const length = { 'content-length': Buffer.byteLength(body) };
    response.writeHead(status, { ...PAGE_HEADERS, ...length, ...headers }).end(body, sent);
  });
}
