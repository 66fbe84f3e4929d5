/** A web server of our own. */
import { createServer, type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { hint } from '../next-step.ts';
import type { HttpListener, HttpSite, RefusedStatus, RequestHandler, RequestHead } from '../ports/index.ts';
import { Refusal } from '../refusal.ts';
import { addressBehind } from './address-behind.ts';
import { readAtMost, requestOf } from './limited-request.ts';
import { openFileLimit } from './open-file-limit.ts';
import { isShortJson, readPosted } from './posted.ts';
import { requestTarget } from './request-target.ts';
import { connectionLimits, createStrangers, type Strangers } from './strangers.ts';

/**
 * A client that sends its headers byte by byte must not keep a socket for ever (Node's own limits are 60 s, checked every
 * 30 s). A call on a connection that is just being closed for its silence is lost, and a model often thinks longer than
 * Node's own 5 s.
 */
const LIMITS = {
  headersTimeout: 10_000,
  connectionsCheckingInterval: 2_000,
  keepAliveTimeout: 90_000,
  // Node would refuse such a request by itself, without a body.
  requireHostHeader: false,
};

export const httpListener: HttpListener = {
  async listen({ host, port, tls, trustedProxies = [] }, site) {
    const addressOf = addressBehind(trustedProxies);
    const limits = connectionLimits(openFileLimit());
    const strangers = createStrangers(limits.strangers);
    const responses = new Set<ServerResponse>();
    let isAdmitting = true;
    let noteEmpty = () => {};
    const serveRequest = (incoming: IncomingMessage, outgoing: ServerResponse) => {
      responses.add(outgoing);
      outgoing.once('close', () => {
        responses.delete(outgoing);
        if (responses.size === 0) noteEmpty();
      });
      // A balancer sends such a request to another gateway, because nothing was done for it.
      if (isAdmitting)
        respond(site, { incoming, outgoing, strangers, addressOf }).catch(() => refuse(site, outgoing, 500));
      else refuse(site, outgoing, 503);
    };
    const server = tls ? createTlsServer({ ...LIMITS, ...tls }, serveRequest) : createServer(LIMITS, serveRequest);
    // An expectation that is not known changes nothing (RFC 9110, section 10.1.1).
    server.on('checkExpectation', serveRequest);
    server.on('clientError', (error, socket) => {
      const isAnswered = [...responses].some((each) => each.socket === socket && each.headersSent);
      refuseUnread(site, { socket, error, isAnswered });
    });
    if (Number.isFinite(limits.all)) server.maxConnections = limits.all;
    server.on('connection', strangers.add);
    await new Promise<void>((listening, reject) => {
      server.once('error', (error) => reject(listenFailure(error, host, port)));
      server.listen({ host, port, exclusive: true }, listening);
    });
    const { port: boundPort } = server.address() as AddressInfo;
    const authority = `${host.includes(':') ? `[${host}]` : host}:${boundPort}`;
    return {
      origin: `${tls ? 'https' : 'http'}://${authority}`,
      stopAdmitting() {
        isAdmitting = false;
        server.close();
        server.closeIdleConnections();
      },
      responsesDone: () =>
        new Promise<void>((done) => {
          noteEmpty = done;
          if (responses.size === 0) done();
        }),
      close: () =>
        new Promise<void>((closed) => {
          server.close(() => closed());
          server.closeAllConnections();
        }),
    };
  },
};

interface Exchange {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
  readonly strangers: Strangers;
  readonly addressOf: (incoming: IncomingMessage) => string | undefined;
}

async function respond(site: HttpSite, { incoming, outgoing, strangers, addressOf }: Exchange): Promise<void> {
  const target = requestTarget(incoming);
  if (typeof target === 'number') return refuse(site, outgoing, target);
  incoming.url = target;
  const admission = await site.admit(headOf(incoming, addressOf));
  if ('response' in admission) {
    const { status, headers } = admission.response;
    const text = await admission.response.text();
    // Whoever has shown no right to be here keeps no connection, and nobody reads the rest of the body.
    const isStranger = admission.isPublic || status === 401 || status === 403;
    if (!isStranger) strangers.admit(incoming.socket);
    outgoing
      .writeHead(status, { ...Object.fromEntries(headers), ...(isStranger && { connection: 'close' }) })
      .end(text);
    return;
  }
  strangers.admit(incoming.socket);
  const { tryHandle, handle, mostBytes } = admission.handler;
  if (mostBytes !== undefined) return respondWithBytes({ handle, mostBytes }, incoming, outgoing);
  const otherwise = (unread: IncomingMessage) => toNodeHandler({ fetch: handle })(unread, outgoing);
  if (tryHandle && isShortJson(incoming)) readPosted(incoming, outgoing, { tryHandle, otherwise });
  else await otherwise(incoming);
}

async function respondWithBytes(
  { handle, mostBytes }: { readonly handle: RequestHandler['handle']; readonly mostBytes: number },
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const body = new Uint8Array(await readAtMost(incoming, mostBytes));
  const { method, url, headers } = incoming;
  const adapter = toNodeHandler({ fetch: ({ signal }) => handle(requestOf({ method, url, headers }, body, signal)) });
  // The adapter would read the body as text.
  await adapter({ method: 'GET', url: '/', headers: {} } as IncomingMessage, outgoing);
}

function headOf(incoming: IncomingMessage, addressOf: Exchange['addressOf']): RequestHead {
  const { method = '', url = '/', headers } = incoming;
  return {
    method,
    path: url,
    get address() {
      return addressOf(incoming);
    },
    header(name) {
      const value = headers[name];
      return Array.isArray(value) ? value.join(', ') : value;
    },
  };
}

/** What the site is not asked about; and a bug in it, which must not end the process, nor leave its client waiting. */
async function refuse(site: HttpSite, outgoing: ServerResponse, status: RefusedStatus): Promise<void> {
  const response = site.refuse?.(status);
  const text = (await response?.text()) ?? '';
  if (outgoing.headersSent) return void outgoing.end();
  const headers = response ? Object.fromEntries(response.headers) : {};
  outgoing.writeHead(status, { ...headers, connection: 'close' }).end(text);
}

interface Unread {
  readonly socket: Duplex;
  readonly error: NodeJS.ErrnoException;
  readonly isAnswered: boolean;
}

const STATUS_OF: Readonly<Record<string, RefusedStatus>> = {
  HPE_HEADER_OVERFLOW: 431,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/** Replies to bytes that are no request. */
async function refuseUnread(site: HttpSite, { socket, error, isAnswered }: Unread): Promise<void> {
  const status = STATUS_OF[error.code ?? ''] ?? 400;
  const response = site.refuse?.(status);
  const text = (await response?.text()) ?? '';
  if (!socket.writable || isAnswered || error.code === 'ECONNRESET') return void socket.destroy();
  const fields = { ...Object.fromEntries(response?.headers ?? []), 'content-length': Buffer.byteLength(text) };
  const lines = Object.entries({ ...fields, connection: 'close' }).map(([name, value]) => `${name}: ${value}`);
  socket.end([`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, '', text].join('\r\n'), () => socket.destroy());
}

function listenFailure(cause: NodeJS.ErrnoException, host: string, port: number): unknown {
  if (!['EADDRINUSE', 'EACCES', 'EADDRNOTAVAIL', 'ENOTFOUND'].includes(cause.code ?? '')) return cause;
  return new Refusal('port-taken', {
    what: `Nothing can be served on ${host}, port ${port}.`,
    why: cause.code === 'EADDRINUSE' ? 'Another process has it.' : cause.message,
    hint: hint`End that process, or choose another: ${{ do: 'run', words: ['gateway', '--http', 'PORT'] }}`,
    details: { host, port },
    cause,
  });
}
