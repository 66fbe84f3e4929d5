import { SdkError, SdkErrorCode } from '@modelcontextprotocol/client';
import { expect, it } from 'vitest';
import { beforeDeadline } from '../../../src/mcp/request-deadline.ts';
import { fakeClock } from '../../fakes/clock.ts';

const SECOND = 1000;

/** A request that may be silent for three seconds, and ends only when its signal is aborted. */
function request(signal?: AbortSignal) {
  const clock = fakeClock();
  let reportProgress = (_progress: { progress: number }) => {};
  const deadline = { clock, timeout: 3 * SECOND, signal, onProgress: () => {} };
  const result = beforeDeadline(deadline, (options) => {
    reportProgress = options.onprogress ?? reportProgress;
    return new Promise<never>((_, reject) => {
      if (options.signal?.aborted) reject(options.signal.reason);
      options.signal?.addEventListener('abort', () => reject(options.signal?.reason));
    });
  });
  result.catch(() => {});
  return { clock, result, reportProgress: () => reportProgress({ progress: 1 }) };
}

it('ends when the server is silent for too long, as the SDK would end it', async () => {
  const { clock, result } = request();
  await clock.advance(3 * SECOND);
  await expect(result).rejects.toBeInstanceOf(SdkError);
  await expect(result).rejects.toMatchObject({ code: SdkErrorCode.RequestTimeout });
});

it('goes on as long as the server reports progress', async () => {
  const { clock, result, reportProgress } = request();
  for (let times = 0; times < 3; times++) {
    await clock.advance(2 * SECOND);
    reportProgress();
  }
  expect(clock.pending()).toBe(1);
  await clock.advance(3 * SECOND);
  await expect(result).rejects.toMatchObject({ code: SdkErrorCode.RequestTimeout });
});

it.each([
  ['before', (abort: AbortController) => abort.abort(new Error('Enough.'))],
  ['after', () => {}],
])('ends with the reason of its signal that is aborted %s it begins', async (_when, before) => {
  const abort = new AbortController();
  before(abort);
  const { result, clock } = request(abort.signal);
  abort.abort(new Error('Enough.'));
  await expect(result).rejects.toThrow('Enough.');
  expect(clock.pending()).toBe(0);
});

it('leaves no timer behind when it succeeds', async () => {
  const clock = fakeClock();
  expect(await beforeDeadline({ clock, timeout: SECOND }, async () => 'done')).toBe('done');
  expect(clock.pending()).toBe(0);
});
