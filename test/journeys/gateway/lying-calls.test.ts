import type { Client } from '@modelcontextprotocol/client';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { type RunningGateway, startGateway } from '../../fakes/gateway.ts';
import { putApp } from '../../fakes/installed.ts';
import { createProgram, type Program } from '../../fakes/mcpctl.ts';
import { type Lie, type ScriptedServer, saying, startScriptedServer } from '../../fakes/scripted-server.ts';

// A server that answers calls wrongly, or now and then not at all. Beside it is one that works.

let program: Program;
let liar: ScriptedServer;
let neighbour: ScriptedServer;
let gateway: RunningGateway;
let client: Client;

const script = (name: string) =>
  ({ era: 'legacy', tools: [{ name, inputSchema: { type: 'object' } }], ttlMs: 0 }) as const;

beforeAll(async () => {
  program = createProgram();
  [liar, neighbour] = await Promise.all([
    startScriptedServer({ ...script('tell'), tools: [...script('tell').tools] }),
    startScriptedServer({ ...script('work'), tools: [...script('work').tools] }),
  ]);
  await putApp(program.home, 'town', [
    { id: 'liar', url: liar.url },
    { id: 'neighbour', url: neighbour.url },
  ]);
  gateway = await startGateway(program);
  client = await gateway.connect();
});
afterEach(() => {
  liar.script.lies = {};
});
afterAll(async () => {
  await gateway.stop();
  await Promise.all([liar.close(), neighbour.close()]);
  program.remove();
});

const tell = (text = 'truth') => client.callTool({ name: 'liar_tell', arguments: { text } });
const said = (text: string) => ({ content: [{ type: 'text', text: JSON.stringify({ text }) }] });

/** The neighbour is at work all the while, and everybody gets their own answer. */
async function besideWork<T>(lie: Promise<T>): Promise<T> {
  const words = ['one', 'two', 'three', 'four'];
  const results = words.map((text) => client.callTool({ name: 'neighbour_work', arguments: { text } }));
  expect(await Promise.all(results)).toMatchObject(words.map(said));
  return lie;
}

const result = (text: string) => ({ content: [{ type: 'text', text }] });
const events = (...documents: unknown[]) => documents.map((each) => `data: ${JSON.stringify(each)}\n\n`).join('');

it.each<[string, Lie, RegExp]>([
  [
    'under another id',
    saying(({ id = 0 }) => ({ jsonrpc: '2.0', id: id + 1, result: result('a') })),
    /answered another request/,
  ],
  [
    'what was never asked',
    saying(() => ({ jsonrpc: '2.0', id: 'made-up', result: result('a') })),
    /answered another request/,
  ],
  [
    'half a document',
    (response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{"jsonrpc'),
    /does not answer like an MCP server/,
  ],
  ['another protocol', saying(() => ({ ok: true })), /does not answer like an MCP server/],
  [
    'a page',
    (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Hello</h1>'),
    /does not answer like an MCP server/,
  ],
  [
    'no content',
    saying(({ id }) => ({ jsonrpc: '2.0', id, result: { content: 'all of it' } })),
    /does not answer like an MCP server/,
  ],
  [
    'nothing in a stream',
    (response) =>
      response
        .writeHead(200, { 'content-type': 'text/event-stream' })
        .end(events({ jsonrpc: '2.0', id: 99999, result: result('a') })),
    /broke off/,
  ],
  ['by hanging up', (response) => response.destroy(), /could not be reached/],
])('a call that is answered %s is a tool error', async (_how, lie, told) => {
  liar.script.lies = { 'tools/call': lie };
  const { isError, content } = await besideWork(tell());
  expect(isError).toBe(true);
  expect(content).toMatchObject([{ text: expect.stringMatching(told) }]);
  liar.script.lies = {};
  expect(await tell()).toMatchObject(said('truth'));
});

it.each<[string, (answers: object[]) => Lie]>([
  ['in one document', (answers) => saying(({ id }) => answers.map((result) => ({ jsonrpc: '2.0', id, result })))],
  [
    'in a stream',
    (answers) =>
      (response, { id }) =>
        response
          .writeHead(200, { 'content-type': 'text/event-stream' })
          .end(events(...answers.map((result) => ({ jsonrpc: '2.0', id, result })))),
  ],
])('of two answers %s the first one counts', async (_how, lie) => {
  liar.script.lies = { 'tools/call': lie([result('first'), result('second')]) };
  expect(await besideWork(tell())).toMatchObject(result('first'));
});

it('an answer to somebody else who waits does not reach them', async () => {
  let held: (() => void) | undefined;
  liar.script.lies = {
    'tools/call': (response, { id = 0, params }) => {
      const answer = (to: number, text: string) =>
        response
          .writeHead(200, { 'content-type': 'application/json' })
          .end(JSON.stringify({ jsonrpc: '2.0', id: to, result: result(text) }));
      if (params.arguments.text === 'slow') held = () => answer(id, 'for the slow one');
      else answer(id - 1, 'stolen');
    },
  };
  const slow = tell('slow');
  await expect.poll(() => held, { timeout: 25_000 }).toBeDefined();
  expect(await besideWork(tell('quick'))).toMatchObject({ isError: true });
  held?.();
  expect(await slow).toMatchObject(result('for the slow one'));
});

it('a server that goes and comes again is used as soon as it is there', async () => {
  for (let round = 0; round < 3; round++) {
    expect(await tell()).toMatchObject(said('truth'));
    await liar.close();
    expect(await besideWork(tell())).toMatchObject({
      isError: true,
      content: [{ text: expect.stringContaining('could not be reached') }],
    });
    liar = await startScriptedServer(liar.script, Number(new URL(liar.url).port));
  }
  expect(await tell()).toMatchObject(said('truth'));
});
