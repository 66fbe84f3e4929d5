import { afterEach, expect, it } from 'vitest';
import { httpListener } from '../../../src/adapters/http-listener.ts';
import type { HttpSite } from '../../../src/ports/index.ts';
import { raw } from '../../fakes/pipelined.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

async function listen(admit: HttpSite['admit']): Promise<string> {
  const { origin, close } = await httpListener.listen({ host: '127.0.0.1', port: 0 }, { admit });
  closing.push(close);
  return origin;
}

const HERE = { handle: async () => new Response('Here.') };

it('keeps the connection of a client that thinks for a minute, so that no call of it meets a closing one', async () => {
  const { headers } = await fetch(await listen(async () => ({ handler: HERE })));
  expect(headers.get('connection')).toBe('keep-alive');
  expect(headers.get('keep-alive')).toBe('timeout=90');
});

it('answers a request that is not admitted without waiting for its body', async () => {
  const origin = await listen(async () => ({ response: new Response('No.', { status: 401 }) }));
  const head = 'POST /mcp HTTP/1.1\r\nHost: here\r\nContent-Length: 1000\r\nConnection: close\r\n\r\n';
  expect((await raw(new URL(origin).host, head)).map(({ status }) => status)).toEqual([401]);
});

it('shows the site the method, the path with its query, and the headers', async () => {
  const heads: unknown[] = [];
  const origin = await listen(async ({ method, path, header }) => {
    heads.push([method, path, header('x-one'), header('x-none')]);
    return { handler: HERE };
  });
  await fetch(`${origin}/a?b`, { method: 'PUT', headers: { 'X-One': '1' } });
  expect(heads).toEqual([['PUT', '/a?b', '1', undefined]]);
});

it('answers 500 when the site fails, and goes on', async () => {
  let isBroken = true;
  const origin = await listen(async () => {
    if (isBroken) throw new Error('A bug.');
    return { handler: HERE };
  });
  expect((await fetch(origin)).status).toBe(500);
  isBroken = false;
  expect(await (await fetch(origin)).text()).toBe('Here.');
});

it('hands posted JSON that is not replied to on to the handler, as if nobody had read it', async () => {
  const tried: unknown[] = [];
  const origin = await listen(async () => ({
    handler: {
      tryHandle: async ({ json }) => {
        tried.push(json);
        return false;
      },
      handle: async (request) => Response.json({ got: await request.json() }),
    },
  }));
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(origin, { method: 'POST', headers, body: '{"a":"é"}' });
  expect(await response.json()).toEqual({ got: { a: 'é' } });
  expect(tried).toEqual([{ a: 'é' }]);
});
