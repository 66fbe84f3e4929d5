/** The key to which DPoP tokens are bound (RFC 9449), as it is stored and as requests use it. */
import * as oauth from 'oauth4webapi';
import type { Fetch } from '../ports/index.ts';
import { Secret } from '../secret.ts';
import { requestOptions } from './client.ts';

/** Makes a new P-256 key as a JWK, which `readDpopKey` reads. */
export async function newDpopKey(): Promise<Secret> {
  const { privateKey } = await oauth.generateKeyPair('ES256', { extractable: true });
  return new Secret(JSON.stringify(await crypto.subtle.exportKey('jwk', privateKey)));
}

export async function readDpopKey(secret: Secret): Promise<oauth.DPoPHandle> {
  const { d, key_ops, ext, ...jwk } = JSON.parse(secret.reveal()) as JsonWebKey;
  const curve = { name: 'ECDSA', namedCurve: 'P-256' };
  return oauth.DPoP(
    {},
    {
      privateKey: await crypto.subtle.importKey('jwk', { ...jwk, d }, curve, false, ['sign']),
      publicKey: await crypto.subtle.importKey('jwk', jwk, curve, true, ['verify']),
    },
  );
}

export interface BoundRequest {
  readonly token: Secret;
  readonly dpop: oauth.DPoPHandle;
  readonly url: string | URL;
  readonly init: RequestInit | undefined;
}

/** Sends a request with a DPoP-bound token, and again when the server wants its nonce in the proof (section 9). */
export async function sendWithDpop({ token, dpop, url, init }: BoundRequest, fetch: Fetch): Promise<Response> {
  const attempt = async () => {
    try {
      const headers = new Headers(init?.headers);
      const body = init?.body as oauth.ProtectedResourceRequestBody;
      const options = { ...requestOptions(fetch), DPoP: dpop, ...(init?.signal && { signal: init.signal }) };
      return await oauth.protectedResourceRequest(
        token.reveal(),
        init?.method ?? 'GET',
        new URL(url),
        headers,
        body,
        options,
      );
    } catch (thrown) {
      if (thrown instanceof oauth.WWWAuthenticateChallengeError) return thrown;
      throw thrown;
    }
  };
  const first = await attempt();
  const last = oauth.isDPoPNonceError(first) ? await attempt() : first;
  return last instanceof oauth.WWWAuthenticateChallengeError ? last.response : last;
}
