import type { Client } from '@modelcontextprotocol/client';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler, inputRequired, Server } from '@modelcontextprotocol/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectOnStdio } from '../../fakes/gateway.ts';
import { type Listener, listen } from '../../fakes/http.ts';
import { putApp } from '../../fakes/installed.ts';
import { createProgram, type Program } from '../../fakes/mcpctl.ts';

// What passes through besides tools, and what happens when a server does not answer.

let program: Program;
let library: Listener;
let silent: Listener;
let cancelled: Promise<void>;
let cancel: () => void;

/** Prompts, a resource, a template, completion, a question to the person, and a tool that waits to be cancelled. */
function createLibrary(): Server {
  const capabilities = { tools: {}, prompts: {}, resources: {}, completions: {}, logging: {} };
  const server = new Server({ name: 'Library', version: '1.0.0' }, { capabilities });
  const object = { type: 'object' } as const;
  server.setRequestHandler('tools/list', () => ({
    tools: ['lend', 'wait', 'talk'].map((name) => ({ name, inputSchema: object })),
  }));
  server.setRequestHandler('tools/call', async ({ params }, { mcpReq }) => {
    if (params.name === 'wait') {
      await new Promise<void>((done) => mcpReq.signal.addEventListener('abort', () => done()));
      cancel();
      return { content: [] };
    }
    if (params.name === 'talk') {
      await mcpReq.log('info', 'the door is open', 'library');
      return { content: [] };
    }
    const answer = mcpReq.inputResponses?.who as { content?: { name?: string } } | undefined;
    if (!answer) {
      const requestedSchema = { type: 'object', properties: { name: { type: 'string' } } } as const;
      const who = inputRequired.elicit({ message: 'Who borrows it?', requestedSchema });
      return inputRequired({ inputRequests: { who }, requestState: 'half way' });
    }
    return { content: [{ type: 'text', text: `Lent to ${answer.content?.name}, ${mcpReq.requestState()}.` }] };
  });
  server.setRequestHandler('prompts/list', () => ({ prompts: [{ name: 'review', arguments: [{ name: 'book' }] }] }));
  server.setRequestHandler('prompts/get', ({ params }) => ({
    messages: [{ role: 'user', content: { type: 'text', text: `Review ${params.arguments?.book}.` } }],
  }));
  server.setRequestHandler('resources/list', () => ({ resources: [{ uri: 'library://index', name: 'index' }] }));
  server.setRequestHandler('resources/templates/list', () => ({
    resourceTemplates: [{ uriTemplate: 'library://books/{id}', name: 'book' }],
  }));
  server.setRequestHandler('resources/read', ({ params }) => ({
    contents: [{ uri: params.uri, text: `At ${params.uri}` }],
  }));
  server.setRequestHandler('completion/complete', ({ params }) => ({
    completion: { values: [`${params.ref.type} ${params.argument.value}…`] },
  }));
  return server;
}

beforeAll(async () => {
  program = createProgram();
  cancelled = new Promise((done) => {
    cancel = done;
  });
  [library, silent] = await Promise.all([listen(), listen()]);
  library.server.on('request', toNodeHandler(createMcpHandler(createLibrary)));
  silent.server.on('request', () => {});
  await putApp(program.home, 'city', [
    { id: 'library', url: `${library.origin}/mcp` },
    { id: 'silent', url: `${silent.origin}/mcp` },
  ]);
});
afterAll(async () => {
  await Promise.all([library.close(), silent.close()]);
  program.remove();
});

describe.each([
  ['legacy', { mode: 'legacy' }],
  ['modern', { mode: { pin: '2026-07-28' } }],
] as const)('through the gateway, a %s client', (_era, versionNegotiation) => {
  let client: Client;
  beforeAll(async () => {
    const capabilities = { elicitation: { form: {} } };
    client = await connectOnStdio(program, { versionNegotiation, capabilities });
    client.setRequestHandler('elicitation/create', () => ({ action: 'accept', content: { name: 'Ada' } }));
  });
  afterAll(() => client.close());

  it('gets the tools of a server beside one that never answers, and calls them without waiting for it', async () => {
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual([
      'library_lend',
      'library_wait',
      'library_talk',
    ]);
  });

  it('waits for a silent server once, and never for a call to another', async () => {
    const quick = Promise.all([client.listTools(), client.listPrompts(), client.listResources()]);
    const slow = new Promise((_, fail) => setTimeout(() => fail(new Error('It waited.')), 2500));
    await Promise.race([quick, slow]);
  });

  it('gets prompts under namespaced names', async () => {
    expect((await client.listPrompts()).prompts).toMatchObject([{ name: 'library_review' }]);
    expect(await client.getPrompt({ name: 'library_review', arguments: { book: 'Emma' } })).toMatchObject({
      messages: [{ content: { text: 'Review Emma.' } }],
    });
  });

  it('reads resources under their own URIs, listed or of a template', async () => {
    expect((await client.listResources()).resources).toMatchObject([{ uri: 'library://index' }]);
    expect((await client.listResourceTemplates()).resourceTemplates).toMatchObject([{ name: 'book' }]);
    for (const uri of ['library://index', 'library://books/7']) {
      expect(await client.readResource({ uri })).toMatchObject({ contents: [{ uri, text: `At ${uri}` }] });
    }
  });

  it('gets completions for prompts and templates', async () => {
    const argument = { name: 'book', value: 'Em' };
    expect(await client.complete({ ref: { type: 'ref/prompt', name: 'library_review' }, argument })).toMatchObject({
      completion: { values: ['ref/prompt Em…'] },
    });
    const ref = { type: 'ref/resource', uri: 'library://books/{id}' } as const;
    expect(await client.complete({ ref, argument })).toMatchObject({ completion: { values: ['ref/resource Em…'] } });
  });

  it('is asked what a modern server wants to know', async () => {
    expect(await client.callTool({ name: 'library_lend', arguments: {} })).toMatchObject({
      content: [{ text: 'Lent to Ada, half way.' }],
    });
  });

  it('cancels a call up to the server', async () => {
    const abort = new AbortController();
    const call = client.callTool({ name: 'library_wait', arguments: {} }, { signal: abort.signal });
    setTimeout(() => abort.abort(), 500);
    await expect(call).rejects.toThrow();
    await cancelled;
  });
});
