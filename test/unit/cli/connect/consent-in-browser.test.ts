import { expect, it } from 'vitest';
import { consentInBrowser } from '../../../../src/cli/connect/consent-in-browser.ts';
import { hint } from '../../../../src/next-step.ts';
import { fakeClock } from '../../../fakes/clock.ts';

it('says what to look for in the browser after a minute without an answer, once', async () => {
  const clock = fakeClock();
  const warned: unknown[] = [];
  const listener = {
    redirectUri: 'http://127.0.0.1:1/callback',
    receive: (_state: string, signal: AbortSignal) =>
      new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    sendOn: () => false,
    startUrl: () => 'http://127.0.0.1:1/start/a',
    misused: new AbortController().signal,
    conclude: async () => {},
    close: async () => {},
  };
  const open = consentInBrowser(
    { opens: true, pastes: false },
    {
      clock,
      redirects: { listen: async () => listener },
      browser: { open: async () => {} },
      progress: { step() {}, done() {}, note() {}, warn() {} },
      output: { warn: (text) => warned.push(text) },
      prompts: { allowed: false } as never,
      references: {} as never,
    },
  );
  const channel = await open({ host: '127.0.0.1' });
  const ended = new AbortController();
  const advice = hint`Register ${{ do: 'give', field: 'client_id' }}`;
  const asked = channel.ask({ authorizationUrl: 'https://auth.example/', state: 's', advice }, ended.signal);
  const outcome = expect(asked).rejects.toBe('over');
  await clock.advance(59_000);
  expect(warned).toEqual([]);
  await clock.advance(2_000);
  expect(warned).toEqual([expect.objectContaining({ parts: expect.arrayContaining([...advice.parts]) })]);
  await clock.advance(120_000);
  expect(warned).toHaveLength(1);
  ended.abort('over');
  await outcome;
  expect(clock.pending()).toBe(0);
});
