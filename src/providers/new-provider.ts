/** A provider of which only the owner is known. Given or discovered settings are added to it. */
import type { ProviderName } from '../manifest/types.ts';
import type { Provider } from '../records.ts';

export interface ProviderIdentity extends Pick<Provider, 'id' | 'project' | 'origin'> {
  /** The caller has checked or derived it. */
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** A public client for the authorization code grant with PKCE, which most servers want. */
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
