/** API keys of backends and of CI. */
import { apiKeyDocument, createdApiKeyDocument, revokedApiKeyDocument } from '../documents/api-key.ts';
import {
  type CreateApiKeyInput,
  type CreatedApiKey,
  createApiKey,
  type ListedApiKey,
  listApiKeys,
  type RevokedApiKey,
  revokeApiKey,
} from '../usecases/access/api-key.ts';
import type { Operation } from './operation.ts';

const common = { right: 'keys.administer', subject: () => ({ kind: 'project' }) as const, secrets: [] } as const;

export const apiKeyCreate: Operation<CreateApiKeyInput, CreatedApiKey> = {
  ...common,
  name: 'api-key.create',
  effect: 'changes',
  where: { command: 'api-key create', route: { method: 'POST', path: '/api/v1/api-keys' }, remote: true },
  run: (input, { caller, ports }) => createApiKey(input, caller, ports),
  document: createdApiKeyDocument,
};

export const apiKeyList: Operation<object, { readonly apiKeys: readonly ListedApiKey[] }> = {
  ...common,
  name: 'api-key.list',
  effect: 'reads',
  where: { command: 'api-key list', route: { method: 'GET', path: '/api/v1/api-keys' }, remote: true },
  run: async (_input, { caller, ports }) => ({ apiKeys: await listApiKeys(caller, ports) }),
  document: ({ apiKeys }) => ({ api_keys: apiKeys.map(apiKeyDocument) }),
};

/** `name` is the name or the id. */
export const apiKeyRevoke: Operation<{ readonly name: string }, RevokedApiKey> = {
  ...common,
  name: 'api-key.revoke',
  effect: 'goes-out',
  where: { command: 'api-key revoke', route: { method: 'DELETE', path: '/api/v1/api-keys/{name}' }, remote: true },
  run: (input, { caller, ports }) => revokeApiKey(input, caller, ports),
  document: revokedApiKeyDocument,
};
