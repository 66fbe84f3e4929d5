/** Proofs of possession as a resource server checks them: RFC 9449, sections 4.3 and 7, with a nonce (section 9). */
import { calculateJwkThumbprint, EmbeddedJWK, jwtVerify } from 'jose';

const NONCE = 'nonce-of-the-resource';

/** The challenge to send back, or nothing when the proof is for this request, this token and its key. */
export async function faultOfProof(request: Request, token: string, thumbprint: unknown): Promise<string | undefined> {
  try {
    const { payload, protectedHeader } = await jwtVerify(request.headers.get('dpop') ?? '', EmbeddedJWK, {
      typ: 'dpop+jwt',
    });
    if (payload.nonce !== NONCE) return 'use_dpop_nonce';
    const isForThis =
      payload.htm === request.method && payload.htu === request.url && payload.ath === (await hash(token));
    const isItsKey = (await calculateJwkThumbprint(protectedHeader.jwk ?? {})) === thumbprint;
    return isForThis && isItsKey ? undefined : 'invalid_dpop_proof';
  } catch {
    return 'invalid_dpop_proof';
  }
}

export function dpopChallenge(error: string, resourceMetadataUrl: string): Response {
  const challenge = `DPoP algs="ES256", error="${error}", resource_metadata="${resourceMetadataUrl}"`;
  return new Response(null, { status: 401, headers: { 'www-authenticate': challenge, 'dpop-nonce': NONCE } });
}

async function hash(token: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(token));
  return Buffer.from(digest).toString('base64url');
}
