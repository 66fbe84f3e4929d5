import { expect, it } from 'vitest';
import type { ForwardedRequest, SendRequest } from '../../../src/gateway/forwarded-request.ts';
import { createSuspendedCalls } from '../../../src/gateway/suspended-calls.ts';
import { fakeClock } from '../../fakes/clock.ts';

const MINUTE = 60_000;

const request: ForwardedRequest = {
  method: 'tools/call',
  params: { name: 'interview' },
  era: 'modern',
  signal: new AbortController().signal,
  channel: { request: () => Promise.reject(new Error('unused')), log: () => {} },
};
const capabilities = { elicitation: {} };

/** A server that asks one question, and fails with the reason when its call is cancelled. */
const interview: SendRequest = async ({ channel, signal }) => {
  const cancelled = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason));
  });
  const question = channel.request('elicitation/create', { message: 'Who are you?' }, signal);
  return { content: [await Promise.race([question, cancelled])] };
};

async function suspendedInterview() {
  const clock = fakeClock();
  const calls = createSuspendedCalls(clock);
  const result = await calls.round({ request, capabilities }, interview);
  const answer = () =>
    calls.round(
      {
        request,
        capabilities,
        requestState: String(result.requestState),
        answers: { question_1: { action: 'accept' } },
      },
      interview,
    );
  return { clock, calls, result, answer };
}

it('returns the question, and goes on with the same call when the answer comes', async () => {
  const { result, answer, clock } = await suspendedInterview();
  expect(result).toMatchObject({
    resultType: 'input_required',
    inputRequests: { question_1: { method: 'elicitation/create' } },
  });
  expect(await answer()).toEqual({ content: [{ action: 'accept' }] });
  expect(clock.pending()).toBe(0);
});

it('takes one answer, and no other after it', async () => {
  const { answer } = await suspendedInterview();
  await answer();
  await expect(answer()).rejects.toThrow('No call waits for this answer.');
});

it('cancels a call that nobody answers for ten minutes', async () => {
  const { clock, answer } = await suspendedInterview();
  await clock.advance(10 * MINUTE);
  await expect(answer()).rejects.toThrow('No call waits for this answer.');
});

it('takes an answer that comes after nine minutes', async () => {
  const { clock, answer } = await suspendedInterview();
  await clock.advance(9 * MINUTE);
  expect(await answer()).toEqual({ content: [{ action: 'accept' }] });
});
