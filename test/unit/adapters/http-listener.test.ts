import { afterAll, beforeAll, expect, it } from 'vitest';
import { httpListener } from '../../../src/adapters/http-listener.ts';

let listener: Awaited<ReturnType<typeof httpListener.listen>>;
beforeAll(async () => {
  const answer = async () => new Response('Here.');
  const site = { authorize: () => undefined, tryHandle: async () => false, handle: answer };
  listener = await httpListener.listen({ host: '127.0.0.1', port: 0 }, site);
});
afterAll(() => listener.close());

it('keeps the connection of a client that thinks for a minute, so that no call of it meets a closing one', async () => {
  const { headers } = await fetch(listener.origin);
  expect(headers.get('connection')).toBe('keep-alive');
  expect(headers.get('keep-alive')).toBe('timeout=90');
});
