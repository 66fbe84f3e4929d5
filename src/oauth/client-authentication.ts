/** How a client authenticates at the token endpoint: RFC 6749, section 2.3.1, and RFC 7523, section 2.2. */

import * as oauth from 'oauth4webapi';
import { hint } from '../next-step.ts';
import type { ClientAuthMethod } from '../records.ts';
import { Refusal } from '../refusal.ts';
import { Secret } from '../secret.ts';

/** The methods of a client with a secret and of one without, best first, for a server that offers several. */
const CONFIDENTIAL: readonly ClientAuthMethod[] = ['client_secret_basic', 'client_secret_post', 'none'];
const PUBLIC: readonly ClientAuthMethod[] = ['none', 'client_secret_basic', 'client_secret_post'];

/**
 * Chooses a method that the server offers; RFC 8414 says what a missing list means. Returns undefined when client and
 * server have no method in common.
 */
export function chooseMethod(
  offered: readonly string[] | undefined,
  client: 'confidential' | 'public',
): ClientAuthMethod | undefined {
  if (offered === undefined) return client === 'public' ? 'none' : 'client_secret_basic';
  return (client === 'public' ? PUBLIC : CONFIDENTIAL).find((method) => offered.includes(method));
}

/** Returns every method to try, best first. It is never empty, because a server may understand more than it lists. */
export function methodsInCommon(
  offered: readonly string[] | undefined,
  client: 'confidential' | 'public',
): ClientAuthMethod[] {
  const best = chooseMethod(offered, client) ?? 'client_secret_basic';
  const others = (client === 'public' ? PUBLIC : CONFIDENTIAL).filter((method) => offered?.includes(method));
  return [...new Set([best, ...others])];
}

/**
 * Makes the client authentication of the library.
 * @param client `name` is that of its provider.
 * @throws Refusal token-refused when the method needs a secret that is missing, or a key that cannot be read
 */
export async function clientAuthentication(
  method: ClientAuthMethod,
  client: { readonly clientId: string; readonly name?: string },
  secret: Secret | undefined,
): Promise<oauth.ClientAuth> {
  const { clientId, name } = client;
  if (method === 'none') return oauth.None();
  if (secret === undefined) {
    throw new Refusal('token-refused', {
      what: `The client ${clientId} has no secret, but is to authenticate with ${method}.`,
      hint: hint`Give one: ${{ do: 'update', what: 'provider', name, give: ['client_secret'] }}`,
    });
  }
  switch (method) {
    case 'client_secret_basic':
      return basic(secret);
    case 'client_secret_post':
      return oauth.ClientSecretPost(secret.reveal());
    case 'private_key_jwt':
      return oauth.PrivateKeyJwt(await readPrivateKey(secret, client));
  }
}

/** Whether the client secret is a private key. It is then never sent: the client signs with it (`private_key_jwt`). */
export function isPrivateKey(secret: Secret): boolean {
  return /^(\{|-----BEGIN )/.test(secret.reveal().trim());
}

/**
 * Replaces the method of the library, which percent-encodes `-`, `_` and `.` as well. That is legal, but servers do not
 * decode it.
 */
function basic(secret: Secret): oauth.ClientAuth {
  return (_server, client, _body, headers) => {
    // The encoded form is a secret as well: a server may repeat it in the text of an error.
    const credentials = new Secret(btoa(`${formEncoded(client.client_id)}:${formEncoded(secret.reveal())}`));
    headers.set('authorization', `Basic ${credentials.reveal()}`);
  };
}

function formEncoded(text: string): string {
  return new URLSearchParams([['', text]]).toString().slice(1);
}

const ALGORITHMS = [
  { name: 'ECDSA', namedCurve: 'P-256' },
  { name: 'ECDSA', namedCurve: 'P-384' },
  { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
  { name: 'Ed25519' },
] as const;

/** Reads a JWK or a PKCS #8 PEM. Neither names its algorithm completely, so each algorithm is tried. */
async function readPrivateKey(
  secret: Secret,
  { clientId, name }: { readonly clientId: string; readonly name?: string },
): Promise<oauth.PrivateKey> {
  const text = secret.reveal().trim();
  const jwk = text.startsWith('{') ? jwkIn(text) : undefined;
  for (const algorithm of ALGORITHMS) {
    try {
      const key = jwk
        ? await crypto.subtle.importKey('jwk', jwk, algorithm, false, ['sign'])
        : await crypto.subtle.importKey('pkcs8', pemBytes(text), algorithm, false, ['sign']);
      return { key, ...(jwk?.kid && { kid: jwk.kid }) };
    } catch {
      // The key is not of this kind; the next kind may fit.
    }
  }
  throw new Refusal('token-refused', {
    what: `The private key of the client ${clientId} cannot be read.`,
    why: 'It is neither a JWK nor a PKCS #8 PEM of an EC, RSA or Ed25519 key.',
    hint: hint`Give the right one: ${{ do: 'update', what: 'provider', name, give: ['private_key'] }}`,
  });
}

/** An empty key, which no algorithm takes, when the text is no JSON. */
function jwkIn(text: string): JsonWebKey & { kid?: string } {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

function pemBytes(pem: string): Uint8Array<ArrayBuffer> {
  const base64 = pem.replace(/-----[^-]+-----/g, '').replace(/\s+/g, '');
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
