/** Encrypts secrets at rest with AES-256-GCM. Each value is bound to the row and the server that it belongs to. */
import { hint } from '../next-step.ts';
import type { SecretContext, Secrets } from '../ports/index.ts';
import type { Sealed } from '../records.ts';
import { Refusal } from '../refusal.ts';
import { Secret } from '../secret.ts';

/** In bytes. GCM is defined for this length of nonce (NIST SP 800-38D, section 5.2.1.1). */
const NONCE = 12;

/** Returns 32 bytes: the key in force, or the key with this fingerprint while keys are being changed. */
export type MasterKey = (fingerprint?: string) => Promise<Uint8Array>;

/** The highest generation of each secret that this home has seen in the database. */
export interface Generations {
  /** Returns 0 for a secret that was never seen. */
  highest(secret: string): Promise<number>;
  note(secret: string, generation: number): Promise<void>;
}

const NO_MEMORY: Generations = { highest: async () => 0, note: async () => {} };

/** Asks for the master key when the first secret is sealed or opened. */
export function createSecrets(masterKey: MasterKey, generations = NO_MEMORY): Secrets {
  const keys = preparedKeys(masterKey);
  return {
    async seal(secret, context) {
      const { key, fingerprint } = await keys();
      const iv = crypto.getRandomValues(new Uint8Array(NONCE));
      const parameters = { name: 'AES-GCM', iv, additionalData: associatedData(context) };
      const encrypted = await crypto.subtle.encrypt(parameters, key, new TextEncoder().encode(secret.reveal()));
      return [FORMAT, fingerprint, base64(iv), base64(new Uint8Array(encrypted))].join('.') as Sealed;
    },
    open: (sealed, context) =>
      decrypt(sealed, { format: FORMAT, context, additionalData: associatedData(context) }, keys),
    newest: (context) => generations.highest(nameOf(context)),
    async noteStored(context) {
      if (context.generation !== undefined) await generations.note(nameOf(context), context.generation);
    },
  };
}

/**
 * Opens what version 0.1 sealed, which was bound to less. Only for sealing it again (src/main-sealing.ts): otherwise an old
 * value could take the place of a new one.
 */
export function createFormerSecrets(masterKey: MasterKey): Pick<Secrets, 'open'> {
  const keys = preparedKeys(masterKey);
  return {
    open: (sealed, context) =>
      decrypt(sealed, { format: FORMER_FORMAT, context, additionalData: formerAssociatedData(context) }, keys),
  };
}

/** What a sealed value begins with: which format it has. */
export const FORMAT = 'v2';
export const FORMER_FORMAT = 'v1';

interface Opening {
  readonly format: string;
  readonly context: SecretContext;
  readonly additionalData: BufferSource;
}

async function decrypt(
  sealed: Sealed,
  { format, context, additionalData }: Opening,
  keys: (fingerprint?: string) => Promise<PreparedKey>,
): Promise<Secret> {
  const [version, sealedUnder, iv = '', encrypted = ''] = sealed.split('.');
  if (version !== format) throw unreadable(context, 'It was not sealed by this version of mcpctl.');
  const current = await keys();
  const { key, fingerprint } = current.fingerprint === sealedUnder ? current : await keys(sealedUnder);
  if (sealedUnder !== fingerprint) throw unreadable(context, 'It was encrypted under another master key.');
  const parameters = { name: 'AES-GCM', iv: bytes(iv), additionalData };
  try {
    return new Secret(new TextDecoder().decode(await crypto.subtle.decrypt(parameters, key, bytes(encrypted))));
  } catch {
    throw unreadable(context, 'It was changed or moved, or the user, server, issuer or client it belongs to was.');
  }
}

function preparedKeys(masterKey: MasterKey): (fingerprint?: string) => Promise<PreparedKey> {
  const prepared = new Map<string | undefined, Promise<PreparedKey>>();
  return (fingerprint) => {
    const ready = prepared.get(fingerprint) ?? masterKey(fingerprint).then(prepareKey);
    prepared.set(fingerprint, ready);
    // A keychain that is locked now may be unlocked at the next call.
    ready.catch(() => prepared.delete(fingerprint));
    return ready;
  };
}

interface PreparedKey {
  readonly key: CryptoKey;
  readonly fingerprint: string;
}

async function prepareKey(masterKey: Uint8Array): Promise<PreparedKey> {
  const key = await crypto.subtle.importKey('raw', masterKey as BufferSource, 'AES-GCM', false, ['encrypt', 'decrypt']);
  return { key, fingerprint: await fingerprintOf(masterKey) };
}

/** Returns the first 64 bits of the key's SHA-256, which name a key and reveal nothing about it. */
export async function fingerprintOf(masterKey: Uint8Array): Promise<string> {
  const labelled = Uint8Array.from([...new TextEncoder().encode('mcpctl master key\0'), ...masterKey]);
  const digest = await crypto.subtle.digest('SHA-256', labelled);
  return Buffer.from(digest).toString('hex').slice(0, 16);
}

/** Writes a context as text. In a JSON array every part has its place, so two contexts never give the same text. */
function associatedData(context: SecretContext): BufferSource {
  const { project, principal, owner, column, issuer, tokenEndpoint, clientId, origins, generation } = context;
  const parts = [project, principal, owner, column, issuer, tokenEndpoint, clientId, origins, generation];
  return new TextEncoder().encode(JSON.stringify(['mcpctl', 2, ...parts.map((part) => part ?? null)]));
}

function formerAssociatedData({ project, owner, column, issuer, tokenEndpoint, clientId }: SecretContext) {
  const parts = ['mcpctl', 1, project, owner, column, issuer ?? null, tokenEndpoint ?? null, clientId ?? null];
  return new TextEncoder().encode(JSON.stringify(parts));
}

/** Names a secret, whatever its value, generation and addresses are. */
function nameOf({ project, principal, owner, column }: SecretContext): string {
  return JSON.stringify([project, principal, owner, column]);
}

function unreadable({ column }: SecretContext, why: string): Refusal {
  return new Refusal('secret-unreadable', {
    what: `A stored secret (${column}) cannot be decrypted.`,
    why,
    hint: hint`Check which key store is used with ${{ do: 'run', words: ['keys', 'show'] }}. A lost key means: connect again, and reinstall with --ask.`,
    details: { column },
  });
}

function base64(data: Uint8Array): string {
  return Buffer.from(data).toString('base64url');
}

function bytes(text: string): BufferSource {
  return Uint8Array.from(Buffer.from(text, 'base64url'));
}
