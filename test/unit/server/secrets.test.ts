import { afterEach, expect, it } from 'vitest';
import { createAsyncContext } from '../../../src/adapters/async-context.ts';
import { Secret, type SeenSecrets, seeSecretsByRequest, withoutSecrets } from '../../../src/secret.ts';

// A server keeps no list of the secrets of all its callers.

const context = createAsyncContext<SeenSecrets>();

let undo = () => {};
afterEach(() => undo());

it('a text is searched for the secrets of its own request, and for no others', async () => {
  undo = seeSecretsByRequest(context.current);
  const text = (value: string) => `The server said: token=${value}`;
  await context.run(new Set(), async () => {
    new Secret('canary-of-the-first-request');
    expect(withoutSecrets(text('canary-of-the-first-request'))).toBe('The server said: token=[secret]');
  });
  await context.run(new Set(), async () => {
    expect(withoutSecrets(text('canary-of-the-first-request'))).toContain('canary');
  });
});

it('a secret that another request has read is one of the request that sends it', async () => {
  undo = seeSecretsByRequest(context.current);
  const secret = await context.run(new Set(), async () => new Secret('canary-that-was-cached-before'));
  await context.run(new Set(), async () => {
    secret.reveal();
    expect(withoutSecrets('token=canary-that-was-cached-before')).toBe('token=[secret]');
  });
});

it('the list does not grow with the requests', async () => {
  undo = seeSecretsByRequest(context.current);
  const seen: SeenSecrets = new Set();
  for (let request = 0; request < 100; request++) {
    await context.run(new Set(), async () => new Secret(`canary-${request}-0123456789`));
  }
  await context.run(seen, async () => expect(withoutSecrets('canary-5-0123456789')).toContain('canary'));
  expect(seen.size).toBe(0);
});
