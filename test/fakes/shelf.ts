/** A server of 2026-07-28 with one resource, which tells those who listen that it has changed. */
import type { ServerResponse } from 'node:http';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler, Server } from '@modelcontextprotocol/server';
import { listen } from './http.ts';

export interface Shelf {
  readonly url: string;
  /** How many streams are open: one for lists, and one for each resource that is watched. */
  listeners(): number;
  /** The resource has changed. */
  change(): void;
  /** Every stream breaks. */
  hangUp(): void;
  close(): Promise<void>;
}

export const BOOK = 'shelf://book';

export async function startShelf(): Promise<Shelf> {
  const { origin, server: web, close } = await listen();
  const handler = createMcpHandler(() => {
    const capabilities = { tools: { listChanged: true }, resources: { subscribe: true } };
    const server = new Server({ name: 'Shelf', version: '1.0.0' }, { capabilities });
    server.setRequestHandler('tools/list', () => ({ tools: [] }));
    server.setRequestHandler('resources/list', () => ({ resources: [{ uri: BOOK, name: 'book' }] }));
    return server;
  });
  const streams = new Set<ServerResponse>();
  web.on('request', ({ headers }, response) => {
    if (headers['mcp-method'] !== 'subscriptions/listen') return;
    streams.add(response);
    response.on('close', () => streams.delete(response));
  });
  web.on('request', toNodeHandler(handler));
  return {
    url: `${origin}/mcp`,
    listeners: () => streams.size,
    change: () => handler.notify.resourceUpdated(BOOK),
    hangUp: () => {
      for (const stream of streams) stream.destroy();
    },
    close: async () => {
      await handler.close();
      await close();
    },
  };
}
