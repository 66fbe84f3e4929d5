import { expect, it } from 'vitest';
import { createSecrets } from '../../../src/adapters/vault.ts';
import type { ClientAuthMethod } from '../../../src/records.ts';
import { Secret } from '../../../src/secret.ts';
import { withClientSecret } from '../../../src/tokens/client-secret.ts';
import { aProvider } from '../adapters/records.ts';

const secrets = createSecrets(async () => new Uint8Array(32).fill(7));

it.each<[string, ClientAuthMethod | undefined, ClientAuthMethod | undefined]>([
  ['a password', 'client_secret_post', 'client_secret_post'],
  ['a password', 'private_key_jwt', undefined],
  ['a password', undefined, undefined],
  ['{"kty":"EC"}', 'client_secret_basic', 'private_key_jwt'],
  ['-----BEGIN PRIVATE KEY-----', undefined, 'private_key_jwt'],
])('%s in place of what was sent by %s is used with %s', async (secret, before, after) => {
  const provider = await withClientSecret(aProvider({ clientAuthMethod: before }), new Secret(secret), { secrets });
  expect(provider.clientAuthMethod).toBe(after);
  expect(provider.clientSecret).toMatch(/^v2\./);
});
