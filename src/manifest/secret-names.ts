/** What the name of a property says of secrets. */
import { hasUrlPassword, isSecretName, looksSecret } from './secrets.ts';

/** Nothing; that a secret belongs there; that it is one itself. */
type NameVerdict = 'plain' | 'for a secret' | 'secret';

/** The same few names stand in every manifest, so each is judged once. */
const verdicts = new Map<string, NameVerdict>();
const MOST_VERDICTS = 1000;

export function verdictOn(name: string): NameVerdict {
  const known = verdicts.get(name);
  if (known) return known;
  const isSecret = looksSecret(name) || hasUrlPassword(name);
  const verdict = isSecret ? 'secret' : isSecretName(name) ? 'for a secret' : 'plain';
  if (!isSecret && verdicts.size < MOST_VERDICTS) verdicts.set(name, verdict);
  return verdict;
}
