/** Tokens of our own: what somebody shows to be let in. The prefix says which kind it is; only the SHA-256 is kept. */
import type { CredentialKind } from '../records-of-callers.ts';
import { Secret } from '../secret.ts';
import { sha256Of } from '../sha256.ts';

export type BearerKind = CredentialKind | 'api-key';

/** None begins like the keys of a well-known vendor, so that a scanner for leaked secrets names ours. */
const PREFIXES: Readonly<Record<BearerKind, string>> = {
  'api-key': 'mcpk_',
  session: 'mcps_',
  ticket: 'mcpt_',
  'end-user-token': 'mcpe_',
  login: 'mcpl_',
  link: 'mcpo_',
};

const BYTES = 32;

export interface NewBearer {
  /** Shown once and kept nowhere. */
  readonly secret: Secret;
  /** SHA-256, in hexadecimal. */
  readonly hash: string;
}

/** Makes a token of 256 random bits. */
export async function newBearer(kind: BearerKind): Promise<NewBearer> {
  const secret = new Secret(randomToken(PREFIXES[kind]));
  return { secret, hash: await hashOfBearer(secret) };
}

/** Returns undefined for what is no token of ours. */
export function kindOfBearer(secret: Secret): BearerKind | undefined {
  const text = secret.reveal();
  return (Object.keys(PREFIXES) as BearerKind[]).find((kind) => text.startsWith(PREFIXES[kind]));
}

export function hashOfBearer(secret: Secret): Promise<string> {
  return sha256Of(secret.reveal());
}

/** Returns the prefix and 256 random bits in base64url. */
export function randomToken(prefix: string): string {
  const bytes = crypto.getRandomValues(new Uint8Array(BYTES));
  const text = btoa(String.fromCharCode(...bytes));
  return `${prefix}${text.replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')}`;
}
