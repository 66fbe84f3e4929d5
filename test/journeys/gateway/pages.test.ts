import { expect, it } from 'vitest';
import type { ListName } from '../../../src/gateway/upstream.ts';
import { startGatewayHere } from '../../fakes/gateway-here.ts';
import { type Lie, saying, startScriptedServer } from '../../fakes/scripted-server.ts';

// Long lists come in pages, and all of them are served.

const PAGES = 5;
const PAGE = 3;
const PATIENT = { timeout: 25_000 };

const ITEMS: Record<ListName, (number: number) => object> = {
  tools: (number) => ({ name: `t${number}`, inputSchema: { type: 'object' } }),
  prompts: (number) => ({ name: `p${number}` }),
  resources: (number) => ({ uri: `book://${number}`, name: 'book' }),
  resourceTemplates: (number) => ({ uriTemplate: `book://${number}/{page}`, name: 'page' }),
};

/** The cursor is the number of the first item, and its form is nobody's business. */
const paged = (list: ListName): Lie =>
  saying(({ id, params }) => {
    const start = Number(params?.cursor?.slice('at '.length) ?? 0);
    const end = start + PAGE;
    const items = Array.from({ length: PAGE }, (_, index) => ITEMS[list](start + index));
    return { jsonrpc: '2.0', id, result: { [list]: items, ...(end < PAGES * PAGE && { nextCursor: `at ${end}` }) } };
  });

const introduction = saying(({ id }) => ({
  jsonrpc: '2.0',
  id,
  result: {
    protocolVersion: '2025-11-25',
    capabilities: { tools: {}, prompts: {}, resources: {} },
    serverInfo: { name: 'library', version: '1' },
  },
}));

it('all pages of tools, prompts, resources and templates are served, also beside a server that is dead', async (context) => {
  const library = await startScriptedServer({
    era: 'legacy',
    tools: [],
    ttlMs: 0,
    lies: {
      initialize: introduction,
      'tools/list': paged('tools'),
      'prompts/list': paged('prompts'),
      'resources/list': paged('resources'),
      'resources/templates/list': paged('resourceTemplates'),
    },
  });
  context.onTestFinished(library.close);
  const { names, trouble } = await startGatewayHere(context, [
    { id: 'dead', url: 'http://127.0.0.1:9/mcp' },
    { id: 'library', url: library.url },
  ]);
  const all = (name: (number: number) => string) => Array.from({ length: PAGES * PAGE }, (_, index) => name(index));
  await expect.poll(() => names('tools'), PATIENT).toEqual(all((number) => `library_t${number}`));
  await expect.poll(() => names('prompts'), PATIENT).toEqual(all((number) => `library_p${number}`));
  await expect.poll(() => names('resources'), PATIENT).toEqual(all((number) => `book://${number}`));
  await expect.poll(() => names('resourceTemplates'), PATIENT).toEqual(all((number) => `book://${number}/{page}`));
  await expect.poll(() => trouble('dead'), PATIENT).toBeDefined();
  expect(await trouble('library')).toBeUndefined();
});
