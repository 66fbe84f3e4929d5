/** A provider of which nothing is known but whose it is. What is given, or discovered, is put on top. */
import type { ProviderName } from '../manifest/types.ts';
import type { Provider } from '../records.ts';

export interface ProviderIdentity extends Pick<Provider, 'id' | 'project' | 'origin'> {
  /** Checked already, or derived by us. */
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** A public client of the authorization code grant with PKCE: what a server is expected to want. */
export function newProvider({ id, project, origin, name, now }: ProviderIdentity): Provider {
  return {
    id,
    project,
    name: name as ProviderName,
    displayName: name,
    origin,
    grantType: 'authorization_code',
    usePkce: true,
    scopes: [],
    endpoints: {},
    authParams: {},
    resourceParameter: 'send',
    createdAt: now,
    updatedAt: now,
  };
}
