import { connect, type Socket } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { httpListener } from '../../../src/adapters/http-listener.ts';
import { connectionLimits } from '../../../src/adapters/strangers.ts';
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

const gone = (socket: Socket) => new Promise((done) => socket.once('close', done));

it.each([401, 403])(
  'ends the connection of a request that is refused with %i, and reads no more of it',
  async (status) => {
    const origin = await listen(async () => ({ response: new Response('No.', { status }) }));
    const socket = connect(Number(new URL(origin).port), '127.0.0.1');
    socket.on('error', () => {});
    let said = '';
    socket.setEncoding('utf8').on('data', (text) => {
      said += text;
    });
    socket.write('POST /mcp HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n');
    await gone(socket);
    expect(said).toContain(`HTTP/1.1 ${status}`);
    expect(said.toLowerCase()).toContain('connection: close');
  },
);

it('closes the connection after an answer that anybody gets', async () => {
  const origin = await listen(async () => ({ response: new Response('yes'), isPublic: true }));
  const { status, headers } = await fetch(origin);
  expect([status, headers.get('connection')]).toEqual([200, 'close']);
});

it('says why to a client that posts a whole body without a right', async () => {
  const origin = await listen(async () => ({ response: new Response('No.', { status: 401 }) }));
  const answers = await Promise.all(
    Array.from({ length: 20 }, () =>
      fetch(origin, { method: 'POST', body: 'x'.repeat(20_000) }).then(({ status }) => status),
    ),
  );
  expect(answers).toEqual(Array(20).fill(401));
});

it('ends the oldest connections without an admitted request when there are too many, and no others', async () => {
  const origin = await listen(async ({ path }) =>
    path === '/in' ? { handler: HERE } : { response: new Response('No.', { status: 401 }) },
  );
  const open = async () => {
    const socket = connect(Number(new URL(origin).port), '127.0.0.1').on('error', () => {});
    await new Promise((done) => socket.once('connect', done));
    return socket;
  };
  const member = await open();
  member.write('GET /in HTTP/1.1\r\nHost: here\r\n\r\n');
  await new Promise((done) => member.once('data', done));
  const first = await open();
  const end = gone(first);
  const others: Socket[] = [];
  for (let count = 0; count < 256; count += 1) others.push(await open());
  await end;
  expect(member.destroyed).toBe(false);
  expect(await (await fetch(`${origin}/in`)).text()).toBe('Here.');
  for (const socket of [member, ...others]) socket.destroy();
});

it('leaves files for its own use', () => {
  expect(connectionLimits(1024)).toEqual({ all: 768, strangers: 256 });
  expect(connectionLimits(256)).toEqual({ all: 192, strangers: 64 });
  expect(connectionLimits()).toEqual({ all: Number.POSITIVE_INFINITY, strangers: 256 });
});
