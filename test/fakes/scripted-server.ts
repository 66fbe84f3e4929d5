/** An MCP server without a library: what it was asked can be counted, and what it is can be changed from call to call. */
import type { ServerResponse } from 'node:http';
import type { Tool } from '@modelcontextprotocol/server';
import { answering, listen, textOf } from './http.ts';

export interface Script {
  era: 'legacy' | 'modern';
  tools: Tool[];
  /** For how long a modern server calls its tools fresh. Milliseconds. */
  ttlMs: number;
  /** Answers every request with this status instead. */
  status?: number;
  /** What a call of a tool comes to; unset: its arguments as text. */
  result?: { error: { code: number; message: string } } | { result: object };
  /** What it does instead when it is asked for one of these methods. */
  lies?: Readonly<Record<string, Lie>>;
}

export type Lie = (response: ServerResponse, asked: Message) => void;

export interface Message {
  readonly id?: number;
  // biome-ignore lint/suspicious/noExplicitAny: whatever a client sends.
  readonly params?: any;
}

export interface ScriptedServer {
  readonly url: string;
  readonly script: Script;
  /** The methods asked for since the last look; `GET` is the stream of an older server. */
  asked(): string[];
  close(): Promise<void>;
}

const VERSIONS = { legacy: '2025-11-25', modern: '2026-07-28' };

export async function startScriptedServer(script: Script, port = 0): Promise<ScriptedServer> {
  const { origin, server, close } = await listen(port);
  let asked: string[] = [];
  server.on(
    'request',
    answering(async (request, response) => {
      const { id, method = request.method, params } = JSON.parse((await textOf(request)) || '{}');
      asked.push(method);
      const lie = script.lies?.[method];
      if (lie) return lie(response, { id, params });
      const version = request.headers['mcp-protocol-version'] ?? VERSIONS.legacy;
      const answer = answerTo(script, method, params, version === VERSIONS.modern);
      const status = script.status ?? answer.status;
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(id === undefined ? undefined : JSON.stringify({ jsonrpc: '2.0', id, ...answer.body }));
    }),
  );
  const take = () => {
    const taken = asked;
    asked = [];
    return taken;
  };
  return { url: `${origin}/mcp`, script, asked: take, close };
}

/** A document as the whole answer. */
export const saying =
  (document: (asked: Message) => unknown): Lie =>
  (response, asked) =>
    void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(document(asked)));

/** Nothing is ever answered. */
export const silence: Lie = () => {};

function answerTo(script: Script, method: string, params: { arguments?: unknown }, isModern: boolean) {
  const ok = (result: object) => ({ status: 200, body: { result: { resultType: 'complete', ...result } } });
  const refused = { status: 400, body: { error: { code: -32601, message: 'Method not found' } } };
  if (method === 'GET') return { status: 405, body: {} };
  if (method.startsWith('notifications/')) return { status: 202, body: {} };
  if (isModern !== (script.era === 'modern')) return refused;
  const capabilities = { tools: {} };
  const serverInfo = { name: 'scripted', version: '1' };
  switch (method) {
    case 'server/discover':
      return ok({ supportedVersions: [VERSIONS.modern], capabilities, ttlMs: 0, cacheScope: 'private' });
    case 'initialize':
      return ok({ protocolVersion: VERSIONS.legacy, capabilities, serverInfo });
    case 'tools/list':
      return ok({ tools: script.tools, ...(isModern && { ttlMs: script.ttlMs, cacheScope: 'private' }) });
    case 'tools/call':
      if (script.result) return { status: 200, body: script.result };
      return ok({ content: [{ type: 'text', text: JSON.stringify(params.arguments) }] });
    default:
      return refused;
  }
}
