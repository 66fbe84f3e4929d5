import { afterAll, beforeAll, expect, it } from 'vitest';
import { startServerHere } from '../../fakes/server-here.ts';
import { startWorld, type World } from '../../fakes/world.ts';

// `GET /ai/actor-mcp-servers`: a list as all lists of seeds/000 are, to whose client it is a page.

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

it('lists all servers to who asks for no page, and a page to who does', async (context) => {
  const server = await startServerHere(context);
  const key = await server.key('admin');
  for (const name of ['one', 'two', 'three']) {
    await server.call('POST', '/ai/mcp-servers', { key, body: { name, config: { endpoint: world.notes.url } } });
  }
  const list = async (query: string) =>
    (await server.call('GET', `/ai/actor-mcp-servers?actor_id=a${query}`, { key })).body;
  const whole = await list('');
  expect(whole).toMatchObject({ total: 3, has_more: false, limit: 3, offset: 0 });
  expect(whole.data).toHaveLength(3);
  const part = await list('&limit=1&offset=1');
  expect(part).toMatchObject({ total: 3, has_more: true, limit: 1, offset: 1 });
  expect(part.data).toEqual([whole.data[1]]);
});
