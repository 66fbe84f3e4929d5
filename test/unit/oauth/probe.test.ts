import { describe, expect, it } from 'vitest';
import { probeServer } from '../../../src/oauth/probe.ts';
import type { Fetch } from '../../../src/ports/index.ts';
import { fakeClock } from '../../fakes/clock.ts';

const URL_OF_SERVER = 'https://mcp.example.com/mcp';

/** Answers each request in turn; a request without an answer waits until its signal is aborted. */
function answering(answers: readonly (Response | undefined)[]) {
  const left = [...answers];
  const asked: (string | undefined)[] = [];
  const stream: Fetch = (_url, init) => {
    asked.push(init?.method);
    const answer = left.shift();
    if (answer) return Promise.resolve(answer);
    return new Promise((_, reject) => init?.signal?.addEventListener('abort', () => reject(init.signal?.reason)));
  };
  const clock = fakeClock();
  return { asked, clock, discoverer: { clock, stream, fetch: stream } };
}

describe('a server that is silent', () => {
  it('to server/discover alone is asked as one of 2025', async () => {
    const result = { protocolVersion: '2025-11-25', serverInfo: { name: 'slow' } };
    const { clock, discoverer, asked } = answering([undefined, Response.json({ jsonrpc: '2.0', id: 1, result })]);
    const probe = probeServer(URL_OF_SERVER, discoverer);
    await clock.advance(10_000);
    expect(await probe).toMatchObject({ requiresAuth: false, identity: { serverInfo: { name: 'slow' } } });
    expect(asked).toEqual(['POST', 'POST']);
  });

  it('to both is away', async () => {
    const { clock, discoverer, asked } = answering([]);
    const failed = probeServer(URL_OF_SERVER, discoverer).catch((thrown) => thrown);
    await clock.advance(20_000);
    expect(await failed).toMatchObject({ name: 'TimeoutError' });
    expect(asked).toEqual(['POST', 'POST']);
  });
});
