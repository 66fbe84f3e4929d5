/** Whether the name of a property is a secret, or says that its value is one. */
import { isSecretName } from './secret-names.ts';
import { hasUrlPassword, looksSecret } from './secrets.ts';

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
