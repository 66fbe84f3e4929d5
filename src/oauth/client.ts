/** A client at an authorization server, as the library's requests want it: who asks, whom, and how it proves itself. */
import * as oauth from 'oauth4webapi';
import type { Fetch } from '../ports/index.ts';

export interface OAuthClient {
  readonly server: oauth.AuthorizationServer;
  readonly client: oauth.Client;
  readonly authentication: oauth.ClientAuth;
  /** Binds the tokens to a key of ours (RFC 9449). */
  readonly dpop?: oauth.DPoPHandle;
}

/** What every request of the library gets: our fetch, whose policy on http is stricter than the library's. */
export function requestOptions(fetch: Fetch) {
  const send = (url: string, init: object) => fetch(url, init);
  return { [oauth.customFetch]: send, [oauth.allowInsecureRequests]: true } as const;
}
