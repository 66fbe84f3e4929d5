/** Callers as the state keeps them, with the secrets that they show. */
import type { Ports } from '../../../../src/ports/index.ts';
import { endUserPrincipal, userOf } from '../../../../src/principal.ts';
import type { ApiKey, Credential, CredentialKind, Person, WebApp } from '../../../../src/records-of-callers.ts';
import type { Secret } from '../../../../src/secret.ts';
import { newBearer } from '../../../../src/tokens/bearer.ts';

export const NOW = Date.UTC(2026, 0, 1);

export function aWebApp(changes: Partial<WebApp> = {}): WebApp {
  return {
    ...{ id: 'w1', project: 'default', name: 'shop', origins: ['https://shop.example'] },
    ...{ createdAt: NOW, updatedAt: NOW },
    ...changes,
  };
}

export function aPerson(changes: Partial<Person> = {}): Person {
  return { project: 'default', name: 'ada', role: 'member', agents: ['scribe'], createdAt: NOW - 1000, ...changes };
}

export async function putKey(changes: Partial<ApiKey>, { state }: Pick<Ports, 'state'>): Promise<Secret> {
  const { secret, hash } = await newBearer('api-key');
  const key: ApiKey = {
    ...{ id: 'k1', project: 'default', name: 'backend', role: 'web-app', webAppId: 'w1' },
    ...{ start: 'mcpk_', hash, createdAt: NOW },
    ...changes,
  };
  await state.write((tables) => tables.apiKeys.save(key));
  return secret;
}

export async function putCredential(
  kind: CredentialKind,
  changes: Partial<Credential>,
  { state }: Pick<Ports, 'state'>,
): Promise<Secret> {
  const { secret, hash } = await newBearer(kind);
  const credential: Credential = {
    ...{ hash, kind, project: 'default', user: userOf(endUserPrincipal('w1', 'alice')), name: 'alice (shop)' },
    ...{ parent: 'k1', webAppId: 'w1', agents: ['scribe'], createdAt: NOW, expiresAt: NOW + 60_000 },
    ...changes,
  };
  await state.write((tables) => tables.credentials.save(credential));
  return secret;
}
