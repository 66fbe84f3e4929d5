/** Reads the secret behind a reference (docs/cli.md), before a use case begins. */
import type { References } from '../ports/person.ts';
import { Refusal } from '../refusal.ts';
import type { Secret } from '../secret.ts';

/** @throws Refusal `secret-literal-refused`, `reference-unresolved`. */
export async function readSecret(key: string, text: string, references: References): Promise<Secret> {
  if (!references.isReference(text)) throw literalSecret(key, ' ');
  return references.resolve(text);
}

/**
 * The refusal of a secret in plain text, with the ways to give it. It does not repeat the secret.
 *
 * @param separator What stands between the key and its value where the person types both.
 */
export function literalSecret(key: string, separator: '=' | ' '): Refusal {
  const ways = ['env:NAME', 'file:PATH', '- (standard input)', 'op://vault/item/field', "'exec:PROGRAM ARG…'"];
  return new Refusal('secret-literal-refused', {
    what: `The value of ${key} is a secret, and may not be given in plain text.`,
    why: 'Other processes see arguments, and files get committed.',
    hint: ['Give a reference to it:', ...ways.map((way) => `    ${key}${separator}${way}`)].join('\n'),
    details: { key },
  });
}
