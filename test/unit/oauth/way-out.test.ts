import { expect, it } from 'vitest';
import { stepsOf } from '../../../src/next-step.ts';
import { clientAuthentication } from '../../../src/oauth/client-authentication.ts';
import { processTokenResponse } from '../../../src/oauth/token-response.ts';
import type { Refusal } from '../../../src/refusal.ts';
import { Secret } from '../../../src/secret.ts';

// A refusal of a client names the provider, so that what is printed can be typed.

const stepsAfter = (attempt: Promise<unknown>) => attempt.catch((thrown: Refusal) => stepsOf(thrown.hint));

function refused(error: string, name?: string) {
  const response = Response.json({ error }, { status: 400 });
  const asking = { issuer: 'https://auth.example.com', clientId: 'mine', name };
  return stepsAfter(processTokenResponse(response, 'https://auth.example.com/token', asking));
}

it('a wrong client leads to another client, not to another consent', async () => {
  const update = { do: 'update', what: 'provider', name: 'crm', give: ['client_id', 'client_secret'] };
  expect(await refused('invalid_client', 'crm')).toEqual([update]);
});

it('any other refusal leads to another consent for this provider', async () => {
  expect(await refused('invalid_grant', 'crm')).toContainEqual({ do: 'connect', target: 'crm' });
});

it('a client that is not stored has no command', async () => {
  expect(await refused('invalid_grant')).toEqual([{ do: 'give', field: 'verbose' }]);
});

it.each([
  [undefined, 'client_secret'],
  [new Secret('{}'), 'private_key'],
  [new Secret('{cut off'), 'private_key'],
])('a missing secret and an unreadable key are given to the provider by its name', async (secret, field) => {
  const method = secret ? 'private_key_jwt' : 'client_secret_basic';
  const attempt = clientAuthentication(method, { clientId: 'mine', name: 'crm' }, secret);
  expect(await stepsAfter(attempt)).toEqual([{ do: 'update', what: 'provider', name: 'crm', give: [field] }]);
});
