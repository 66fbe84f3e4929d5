/** The names of properties and headers that are made for secrets. */
import { hasUrlPassword, looksSecret } from './secrets.ts';

// No regular expressions: they would have to be compiled at every start.
const PARTS_OF_SECRET_NAMES = ['secret', 'pass', 'pwd', 'cred', 'token', 'key', 'jwt', 'bearer', 'authorization'];
const ALWAYS_SECRET = new Set([
  ...['secret', 'secrets', 'password', 'passwords', 'passwd', 'pwd', 'passphrase', 'credential', 'credentials'],
  ...['apikey', 'apikeys', 'privatekey', 'clientsecret'],
]);
const SECRET_WHEN_LAST = new Set(['token', 'tokens', 'key', 'keys', 'jwt', 'bearer', 'authorization']);

/** Whether a property of this name is made to hold a secret: `client_secret`, `apiKey`, `auth-token`, `password`. */
export function isSecretName(name: string): boolean {
  const lower = name.toLowerCase();
  if (!PARTS_OF_SECRET_NAMES.some((part) => lower.includes(part))) return false;
  const apart = name === lower ? name : name.replace(/([a-z\d])([A-Z])/g, '$1_$2').toLowerCase();
  const words = apart.split(/[^a-z\d]+/).filter(Boolean);
  if (words.includes('public')) return false;
  return words.some((word) => ALWAYS_SECRET.has(word)) || SECRET_WHEN_LAST.has(words.at(-1) ?? '');
}

/** Whether even a number under this name is a secret: `password: 1234`, but not `max_tokens: 4096`. */
export function isSecretNumberName(name: string): boolean {
  return /secret|passw|passphrase/i.test(name) && !/expires/i.test(name) && isSecretName(name);
}

/** Whether a request header of this name carries a secret. */
export function isSecretHeader(name: string): boolean {
  return /^(?:proxy-)?authorization$|^cookie$/i.test(name) || isSecretName(name);
}

/** Says nothing; is made for a secret; is a secret itself. */
type NameClass = 'plain' | 'secret value' | 'secret name';

/** Every manifest has the same few names, so each is classified once. */
const classes = new Map<string, NameClass>();
const MOST_NAMES = 1000;

export function classifyName(name: string): NameClass {
  const known = classes.get(name);
  if (known) return known;
  const isSecret = looksSecret(name) || hasUrlPassword(name);
  const found = isSecret ? 'secret name' : isSecretName(name) ? 'secret value' : 'plain';
  if (!isSecret && classes.size < MOST_NAMES) classes.set(name, found);
  return found;
}
