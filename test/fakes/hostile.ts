/**
 * A server that is an MCP server and an authorization server at once, and as wrong as a test wants: every document
 * and answer is data that a test replaces. What it was asked is kept.
 */

import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Body, sendBody } from './bodies.ts';
import { textOf } from './http.ts';

export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object goes out as JSON. */
  readonly body?: string | object;
  /** Instead of all that: an answer that does not end. */
  readonly endless?: Body;
  /** It is sent when this has happened. */
  readonly after?: Promise<unknown>;
}

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export type Route = Answer | ((asked: Asked) => Answer);

export interface Hostile {
  readonly origin: string;
  readonly url: string;
  readonly asked: readonly Asked[];
  /** Replaces routes by their path. */
  set(routes: Readonly<Record<string, Route>>): void;
  close(): Promise<void>;
}

const PRM = '/.well-known/oauth-protected-resource/mcp';
const METADATA = '/.well-known/oauth-authorization-server';
export const WELL_KNOWN = { resource: PRM, server: METADATA } as const;

/** A faultless server; tests make it worse with `set`. */
export async function startHostile(): Promise<Hostile> {
  const asked: Asked[] = [];
  const routes = new Map<string, Route>();
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const body = await textOf(request);
    const { method = 'GET', headers } = request;
    const one: Asked = { method, path: url.pathname, query: url.searchParams, headers, body };
    asked.push(one);
    const route = routes.get(url.pathname) ?? { status: 404 };
    const answer = typeof route === 'function' ? route(one) : route;
    await answer.after;
    if (answer.endless) return sendBody(answer.endless, response, answer.headers?.['content-type']);
    const isJson = typeof answer.body === 'object';
    response.writeHead(answer.status ?? 200, {
      ...(isJson && { 'content-type': 'application/json' }),
      ...answer.headers,
    });
    response.end(isJson ? JSON.stringify(answer.body) : answer.body);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const set = (changes: Readonly<Record<string, Route>>) => {
    for (const [path, route] of Object.entries(changes)) routes.set(path, route);
  };
  set({
    '/mcp': mcp(origin),
    [PRM]: { body: resourceMetadata(origin) },
    [METADATA]: { body: serverMetadata(origin) },
    '/register': { status: 201, body: { client_id: 'registered' } },
    '/authorize': approve(),
    '/token': { body: { access_token: 'good', token_type: 'Bearer', expires_in: 3600, refresh_token: 'again' } },
  });
  const close = async () => {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  };
  return { origin, url: `${origin}/mcp`, asked, set, close };
}

export const resourceMetadata = (origin: string) => ({ resource: `${origin}/mcp`, authorization_servers: [origin] });

export const serverMetadata = (origin: string) => ({
  issuer: origin,
  authorization_endpoint: `${origin}/authorize`,
  token_endpoint: `${origin}/token`,
  registration_endpoint: `${origin}/register`,
  code_challenge_methods_supported: ['S256'],
  token_endpoint_auth_methods_supported: ['none', 'client_secret_basic', 'client_secret_post'],
});

/** Consents at once; `extra` goes into the redirect. */
export const approve =
  (extra: Readonly<Record<string, string>> = { code: 'code' }): Route =>
  ({ query }) => {
    if (!query.has('redirect_uri')) return { status: 400 };
    const location = new URL(String(query.get('redirect_uri')));
    location.searchParams.set('state', String(query.get('state')));
    for (const [name, value] of Object.entries(extra)) location.searchParams.set(name, value);
    return { status: 302, headers: { location: location.href } };
  };

/** Accepts the tokens it is told to, and speaks just enough MCP to list no tools. */
export const mcp =
  (origin: string, accepts: readonly string[] = ['Bearer good'], parameters = ''): Route =>
  ({ headers, body }) => {
    if (!accepts.includes(String(headers.authorization))) {
      const challenge = `Bearer resource_metadata="${origin}${PRM}"${parameters}`;
      return { status: 401, headers: { 'www-authenticate': challenge } };
    }
    const { id, method } = JSON.parse(body || '{}') as { id?: number; method?: string };
    if (id === undefined) return { status: 202 };
    if (method === 'tools/list') return { body: { jsonrpc: '2.0', id, result: { tools: [] } } };
    if (method === 'initialize') {
      const serverInfo = { name: 'hostile', version: '1' };
      const result = { protocolVersion: '2025-11-25', capabilities: { tools: {} }, serverInfo };
      return { body: { jsonrpc: '2.0', id, result } };
    }
    return { body: { jsonrpc: '2.0', id, error: { code: -32601, message: 'Method not found' } } };
  };
