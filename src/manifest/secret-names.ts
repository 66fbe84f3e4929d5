/**
 * The names that are made for secrets: of properties, headers and parameters of URLs. The linter, `import` and what redacts
 * have no other list.
 */

// No regular expressions: they would have to be compiled at every start.
const PARTS_OF_SECRET_NAMES = ['secret', 'pass', 'pwd', 'cred', 'token', 'key', 'jwt', 'bearer', 'authorization'];
const ALWAYS_SECRET = new Set([
  ...['secret', 'secrets', 'password', 'passwords', 'passwd', 'pwd', 'passphrase', 'credential', 'credentials'],
  ...['apikey', 'apikeys', 'privatekey', 'clientsecret'],
]);
const SECRET_WHEN_LAST = new Set(['token', 'tokens', 'key', 'keys', 'jwt', 'bearer', 'authorization']);
/** Ends of names that are written without separators: `accesstoken`. */
const SECRET_ENDS = ['token', 'tokens', 'secret', 'secrets', 'password', 'passwd', 'passphrase', 'credentials'];
/** Before `key`, so that no `monkey` counts: `subscriptionkey`. */
const BEFORE_KEY = [
  ...['api', 'access', 'subscription', 'private', 'secret', 'auth', 'client', 'account', 'service', 'master', 'app'],
  ...[
    'encryption',
    'signing',
    'signature',
    'shared',
    'license',
    'ssh',
    'storage',
    'session',
    'user',
    'admin',
    'project',
  ],
  ...['function', 'host', 'hmac', 'webhook', 'consumer', 'developer', 'deploy', 'integration', 'bearer', 'license'],
];

/**
 * Whether something of this name is made to hold a secret: `client_secret`, `apiKey`, `auth-token`, `SUBSCRIPTIONKEY`,
 * `password`.
 */
export function isSecretName(name: string): boolean {
  const lower = name.toLowerCase();
  if (!PARTS_OF_SECRET_NAMES.some((part) => lower.includes(part))) return false;
  const apart = name === lower ? name : name.replace(/([a-z\d])([A-Z])/g, '$1_$2').toLowerCase();
  const words = apart.split(/[^a-z\d]+/).filter(Boolean);
  if (words.includes('public')) return false;
  const last = words.at(-1) ?? '';
  return words.some((word) => ALWAYS_SECRET.has(word)) || SECRET_WHEN_LAST.has(last) || isJoinedSecretName(last);
}

function isJoinedSecretName(word: string): boolean {
  if (SECRET_ENDS.some((end) => word.endsWith(end))) return true;
  return BEFORE_KEY.some((before) => word.endsWith(`${before}key`) || word.endsWith(`${before}keys`));
}

/** Whether a parameter of a URL carries a secret. A lone `key` may be any key, so its value has to look like one. */
export function isSecretParameter(name: string, value: string): boolean {
  if (/^(?:sig|signature|sas|hmac)$/i.test(name)) return true;
  return isSecretName(name) && (!/^keys?$/i.test(name) || /\d/.test(value));
}

/** Whether even a number under this name is a secret: `password: 1234`, but not `max_tokens: 4096`. */
export function isSecretNumberName(name: string): boolean {
  return /secret|passw|passphrase/i.test(name) && !/expires/i.test(name) && isSecretName(name);
}

/** Whether a request header of this name carries a secret. */
export function isSecretHeader(name: string): boolean {
  return /^(?:proxy-)?authorization$|^cookie$/i.test(name) || isSecretName(name);
}
