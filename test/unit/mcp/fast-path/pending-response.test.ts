import { SdkErrorCode } from '@modelcontextprotocol/client';
import { expect, it } from 'vitest';
import { pendingResponse } from '../../../../src/mcp/fast-path/pending-response.ts';
import { fakeClock } from '../../../fakes/clock.ts';

const SECOND = 1000;
const CONTENT = [{ type: 'text', text: 'done' }];
const answerWith = (result: Record<string, unknown>) => ({ jsonrpc: '2.0', id: 1, result }) as const;

/** A call that may be silent for three seconds. */
function call(signal?: AbortSignal) {
  const clock = fakeClock();
  const cancelled: unknown[] = [];
  const progress: unknown[] = [];
  const answer = pendingResponse({
    clock,
    timeout: 3 * SECOND,
    signal,
    onProgress: (each) => progress.push(each),
    onGivenUp: (reason) => void cancelled.push(reason),
  });
  answer.result.catch(() => {});
  return { answer, cancelled, progress, clock };
}

it('gives the result, whatever else is in it', async () => {
  const { answer } = call();
  answer.settle(answerWith({ content: CONTENT, structuredContent: { done: true }, extra: 1 }));
  expect(await answer.result).toEqual({ content: CONTENT, structuredContent: { done: true }, extra: 1 });
});

it('takes a result without content for one that has none', async () => {
  const { answer } = call();
  answer.settle(answerWith({ structuredContent: {} }));
  expect(await answer.result).toEqual({ content: [], structuredContent: {} });
});

it('rejects with an error of the protocol as it was sent', async () => {
  const { answer } = call();
  answer.settle({ jsonrpc: '2.0', id: 1, error: { code: -32_602, message: 'No.', data: { why: 'so' } } });
  await expect(answer.result).rejects.toMatchObject({ code: -32_602, message: 'No.', data: { why: 'so' } });
});

it('rejects what is no result of a tool', async () => {
  const { answer } = call();
  answer.settle(answerWith({ content: 'all of it' }));
  await expect(answer.result).rejects.toMatchObject({ code: SdkErrorCode.InvalidResult });
});

it('is waited for as long as the server reports progress', async () => {
  const { answer, cancelled, progress, clock } = call();
  for (const each of [1, 2, 3]) {
    await clock.advance(2 * SECOND);
    answer.progress({ progress: each });
  }
  expect(progress).toEqual([{ progress: 1 }, { progress: 2 }, { progress: 3 }]);
  expect(cancelled).toEqual([]);
  await clock.advance(3 * SECOND);
  await expect(answer.result).rejects.toMatchObject({ code: SdkErrorCode.RequestTimeout });
  expect(cancelled).toHaveLength(1);
});

it('is not waited for when nobody wants it any more', async () => {
  const abort = new AbortController();
  const { answer, cancelled } = call(abort.signal);
  const reason = new Error('Enough.');
  abort.abort(reason);
  await expect(answer.result).rejects.toBe(reason);
  expect(cancelled).toEqual([reason]);
});

it('leaves neither a timer nor a listener behind', async () => {
  const abort = new AbortController();
  const { answer, cancelled, clock } = call(abort.signal);
  answer.settle(answerWith({ content: CONTENT }));
  await answer.result;
  expect(clock.pending()).toBe(0);
  abort.abort();
  expect(cancelled).toEqual([]);
});
