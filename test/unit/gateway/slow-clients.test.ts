import { describe, expect, it } from 'vitest';
import type { ClientRequest } from '../../../src/gateway/client-request.ts';
import { progressSender } from '../../../src/gateway/progress-sender.ts';
import { watchReading } from '../../../src/gateway/slow-reader.ts';
import { unsentMessages } from '../../../src/gateway/unsent-messages.ts';
import { waitingForClients } from '../../../src/gateway/wait-for-clients.ts';

const settled = () => new Promise((done) => setImmediate(done));

function deferred() {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

/** A stream of which each message is a part, as the SDK answers a request. */
function streaming() {
  const request = new Request('http://gateway/mcp');
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  const body = new ReadableStream<Uint8Array>({
    start(given) {
      controller = given;
    },
  });
  const response = watchReading(request, new Response(body, { headers: { 'content-type': 'text/event-stream' } }));
  const messages = unsentMessages(request);
  const say = () => {
    controller?.enqueue(new Uint8Array(9));
    void messages.follow(Promise.resolve());
  };
  return { reader: response.body?.getReader(), messages, say, end: () => controller?.close() };
}

describe('a client over HTTP', () => {
  it('is behind when more than twenty messages wait for it, until it has read', async () => {
    const { reader, messages, say } = streaming();
    for (let count = 0; count < 20; count += 1) say();
    await settled();
    expect(messages.caughtUp()).toBeUndefined();
    say();
    let hasCaughtUp = false;
    void messages.caughtUp()?.then(() => {
      hasCaughtUp = true;
    });
    await settled();
    expect(hasCaughtUp).toBe(false);
    await reader?.read();
    await settled();
    expect(hasCaughtUp).toBe(true);
  });

  it('is not behind when it has gone', async () => {
    const { reader, messages, say } = streaming();
    for (let count = 0; count < 40; count += 1) say();
    await settled();
    const caughtUp = messages.caughtUp();
    await reader?.cancel();
    await caughtUp;
    expect(messages.caughtUp()).toBeUndefined();
  });
});

describe('a client on a pipe', () => {
  it('is behind when more than twenty messages are not sent', async () => {
    const messages = unsentMessages(undefined);
    const drained = deferred();
    for (let count = 0; count < 21; count += 1) void messages.follow(drained.promise);
    const caughtUp = messages.caughtUp();
    expect(caughtUp).toBeDefined();
    drained.resolve();
    await caughtUp;
    await settled();
    expect(messages.caughtUp()).toBeUndefined();
  });
});

describe('progress', () => {
  function sender() {
    const sent: unknown[] = [];
    const state: { behind?: Promise<void> } = {};
    const request: Pick<ClientRequest, 'meta' | 'notify' | 'channel'> = {
      meta: { progressToken: 'p' },
      notify: async ({ params }) => void sent.push(params?.progress),
      channel: { request: () => Promise.reject(new Error('no')), log() {}, caughtUp: () => state.behind },
    };
    return { sent, state, progress: progressSender(request) };
  }

  it('comes whole and in order to a client that reads', async () => {
    const { sent, progress } = sender();
    for (const value of [1, 2, 3]) progress?.send({ progress: value });
    await progress?.allSent();
    expect(sent).toEqual([1, 2, 3]);
  });

  it('is only the newest for a client that was behind', async () => {
    const { sent, state, progress } = sender();
    const { promise, resolve } = deferred();
    state.behind = promise;
    for (const value of [1, 2, 3]) progress?.send({ progress: value });
    await settled();
    expect(sent).toEqual([]);
    state.behind = undefined;
    resolve();
    await settled();
    progress?.send({ progress: 4 });
    await progress?.allSent();
    expect(sent).toEqual([3, 4]);
  });

  it('does not hold the result back', async () => {
    const { sent, state, progress } = sender();
    state.behind = new Promise(() => {});
    for (const value of [1, 2]) progress?.send({ progress: value });
    await progress?.allSent();
    expect(sent).toEqual([2]);
  });
});

describe('the stream of a server', () => {
  it('is not read while the client is behind', async () => {
    const { promise, resolve } = deferred();
    let behind: Promise<void> | undefined = promise;
    let read = 0;
    const body = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          read += 1;
          controller.enqueue(new Uint8Array([read]));
        },
      },
      { highWaterMark: 0 },
    );
    const upstream = async () => new Response(body, { headers: { 'content-type': 'text/event-stream' } });
    const client = { request: () => Promise.reject(new Error('no')), log() {}, caughtUp: () => behind };
    const response = await waitingForClients(upstream, () => client)('https://a.example/mcp', { method: 'POST' });
    const reader = response.body?.getReader();
    const first = reader?.read();
    await settled();
    expect(read).toBe(0);
    behind = undefined;
    resolve();
    expect((await first)?.value).toEqual(new Uint8Array([1]));
    await reader?.cancel();
  });

  it('is left alone when it is not a stream, or belongs to no client', async () => {
    const json = Response.json({});
    const client = { request: () => Promise.reject(new Error('no')), log() {}, caughtUp: () => undefined };
    expect(
      await waitingForClients(
        async () => json,
        () => client,
      )('https://a.example/', { method: 'POST' }),
    ).toBe(json);
    const stream = new Response('', { headers: { 'content-type': 'text/event-stream' } });
    expect(
      await waitingForClients(
        async () => stream,
        () => undefined,
      )('https://a.example/', { method: 'POST' }),
    ).toBe(stream);
  });
});
