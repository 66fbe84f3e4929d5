import type { ServerResponse } from 'node:http';
import { describe, expect, it, type TestContext } from 'vitest';
import { startGatewayHere } from '../../fakes/gateway-here.ts';
import {
  type Lie,
  type Script,
  type ScriptedServer,
  saying,
  silence,
  startScriptedServer,
} from '../../fakes/scripted-server.ts';

// A server that was honest when it was first asked, and then no longer is. Beside it is one that stays as it was.

const PATIENT = { timeout: 25_000 };

const tool = (name: string) => ({ name, inputSchema: { type: 'object' as const } });
const honest = (...names: string[]): Script => ({ era: 'legacy', tools: names.map(tool), ttlMs: 0 });

interface Pair {
  readonly liar: ScriptedServer;
  /** The names of the tools that are offered. */
  names(): Promise<string[]>;
  /** A minute passes: answers are no longer fresh, and requests that have no answer yet time out. */
  later(): void;
  /** What `mcpctl status` says of the liar. */
  trouble(): Promise<string | undefined>;
}

async function startPair(context: TestContext): Promise<Pair> {
  const [liar, neighbour] = await Promise.all(['told', 'work'].map((name) => startScriptedServer(honest(name))));
  if (!liar || !neighbour) throw new Error('Two servers were started.');
  context.onTestFinished(async () => void (await Promise.all([liar.close(), neighbour.close()])));
  const { names, later, trouble } = await startGatewayHere(context, [
    { id: 'liar', url: liar.url },
    { id: 'neighbour', url: neighbour.url },
  ]);
  return { liar, names: () => names('tools'), later, trouble: () => trouble('liar') };
}

const listing = (page: (cursor: string | undefined, count: number) => object): Lie => {
  let count = 0;
  return saying(({ id, params }) => ({ jsonrpc: '2.0', id, result: page(params?.cursor, count++) }));
};

describe.concurrent.each<[string, Lie]>([
  ['is silent', silence],
  ['answers under another id', saying(({ id = 0 }) => ({ jsonrpc: '2.0', id: id + 1, result: { tools: [] } }))],
  ['answers what was never asked', saying(() => ({ jsonrpc: '2.0', id: 'made-up', result: { tools: [] } }))],
  [
    'answers half a document',
    (response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{"jsonrpc":'),
  ],
  ['answers a page', (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Welcome</h1>')],
  ['answers with no list', listing(() => ({ tools: 'all of them' }))],
  ['breaks off', (response) => response.destroy()],
  ['has an error', saying(({ id }) => ({ jsonrpc: '2.0', id, error: { code: -32603, message: 'no' } }))],
  [
    'has one page after the other without end',
    listing((_, count) => ({ tools: [tool(`n${count}`)], nextCursor: `${count}` })),
  ],
  ['goes round in a circle', listing((_, count) => ({ tools: [tool(`n${count}`)], nextCursor: 'again' }))],
  [
    'has pages that fill the memory',
    listing((_, count) => ({
      tools: [{ ...tool(`n${count}`), description: 'x'.repeat(4_000_000) }],
      nextCursor: `${count}`,
    })),
  ],
])('a server that %s', (_how, lie) => {
  it('keeps the tools that it offered last, is marked, and costs its neighbour nothing', async (context) => {
    const { expect } = context;
    const { liar, names, later, trouble } = await startPair(context);
    await expect.poll(names, PATIENT).toEqual(['liar_told', 'neighbour_work']);
    expect(await trouble()).toBeUndefined();
    liar.script.lies = { 'tools/list': lie };
    later();
    expect(await names()).toEqual(['liar_told', 'neighbour_work']);
    later();
    await expect.poll(trouble, PATIENT).toBeDefined();
    liar.script.lies = {};
    liar.script.tools = [tool('mended')];
    later();
    await expect.poll(names, PATIENT).toEqual(['liar_mended', 'neighbour_work']);
    await expect.poll(trouble, PATIENT).toBeUndefined();
  });
});

it('offers what a server has now that invents other names at every look', async (context) => {
  const { liar, names, later } = await startPair(context);
  liar.script.lies = { 'tools/list': listing((_, count) => ({ tools: [tool(`n${count}`)] })) };
  for (const name of ['n0', 'n1', 'n2']) {
    await expect.poll(names, PATIENT).toEqual([`liar_${name}`, 'neighbour_work']);
    later();
  }
});

it('remembers an end of the names that a server invents, and marks it then', async (context) => {
  const { liar, names, later, trouble } = await startPair(context);
  await expect.poll(names, PATIENT).toEqual(['liar_told', 'neighbour_work']);
  liar.script.tools = Array.from({ length: 10_001 }, (_, index) => tool(`n${index}`));
  later();
  await names();
  await expect.poll(trouble, PATIENT).toBeDefined();
  expect(await names()).toEqual(['liar_told', 'neighbour_work']);
});

it('asks a server that announces thousands of changes no more often than it can listen', async (context) => {
  const { liar, names } = await startPair(context);
  const streams: ServerResponse[] = [];
  const introduction = {
    protocolVersion: '2025-11-25',
    capabilities: { tools: { listChanged: true } },
    serverInfo: { name: 'liar', version: '1' },
  };
  liar.script.lies = {
    initialize: saying(({ id }) => ({ jsonrpc: '2.0', id, result: introduction })),
    GET: (response) => void streams.push(response.writeHead(200, { 'content-type': 'text/event-stream' })),
  };
  await expect.poll(names, PATIENT).toEqual(['liar_told', 'neighbour_work']);
  await expect.poll(() => streams.length, PATIENT).toBe(1);
  liar.script.tools = [tool('other')];
  liar.asked();
  const event = `data: ${JSON.stringify({ jsonrpc: '2.0', method: 'notifications/tools/list_changed' })}\n\n`;
  streams[0]?.write(event.repeat(5000));
  await expect.poll(names, PATIENT).toEqual(['liar_other', 'neighbour_work']);
  expect(liar.asked().length).toBeLessThan(50);
});

it('opens a session anew that a server has forgotten, also when it is only asked for its list', async (context) => {
  const { liar, names, later, trouble } = await startPair(context);
  await expect.poll(names, PATIENT).toEqual(['liar_told', 'neighbour_work']);
  liar.script.tools = [tool('new')];
  liar.script.lies = {
    'tools/list': (response) => {
      liar.script.lies = {};
      response.writeHead(404).end();
    },
  };
  later();
  await expect.poll(names, PATIENT).toEqual(['liar_new', 'neighbour_work']);
  expect(await trouble()).toBeUndefined();
});
