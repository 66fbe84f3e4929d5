/** A client at an authorization server, as the requests of the library want it: server, client and authentication. */
import * as oauth from 'oauth4webapi';
import type { Fetch } from '../ports/index.ts';

export interface OAuthClient {
  readonly server: oauth.AuthorizationServer;
  readonly client: oauth.Client;
  readonly authentication: oauth.ClientAuth;
  /** The name of its provider, for what a person can do about a refusal. Undefined for a client that is not stored. */
  readonly name?: string;
  /** Binds the tokens to a key of this client (RFC 9449). */
  readonly dpop?: oauth.DPoPHandle;
}

/** The options of every request of the library: our own fetch, whose rule about http is stricter than the library's. */
export function requestOptions(fetch: Fetch) {
  const send = (url: string, init: object) => fetch(url, init);
  return { [oauth.customFetch]: send, [oauth.allowInsecureRequests]: true } as const;
}
