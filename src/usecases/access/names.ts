/** Names of projects, people, web apps and API keys, and what is said where one is wrong, taken or unknown. */
import { type Hint, hint } from '../../next-step.ts';
import { Refusal } from '../../refusal.ts';

export type NamedThing = 'project' | 'person' | 'web-app' | 'api-key';

const WORDS: Readonly<Record<NamedThing | 'actor', string>> = {
  actor: 'actor',
  project: 'project',
  person: 'person',
  'web-app': 'web app',
  'api-key': 'API key',
};

/**
 * It stands in commands, in URLs and in the audit, so it holds nothing that has a meaning there. An `@` in particular is
 * for API keys and end users, and makes no e-mail address of a person's name.
 *
 * @throws Refusal `input-invalid`
 */
export function checkName(name: string, what: NamedThing): void {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(name)) return;
  throw new Refusal('input-invalid', {
    what: `This is no name for ${article(WORDS[what])}.`,
    why: 'A name has letters, digits, dots, hyphens and underscores, and at most 100 of them.',
    hint: 'Choose another name.',
    details: { pointer: '/name' },
  });
}

export function notFound(name: string, what: NamedThing): Refusal {
  return new Refusal('not-found', {
    what: `There is no ${WORDS[what]} called "${name}".`,
    hint: hint`See which there are: ${{ do: 'list', what }}`,
    details: { name },
  });
}

export function nameTaken(
  name: string,
  what: NamedThing | 'actor',
  advice: string | Hint = 'Choose another name.',
): Refusal {
  return new Refusal('name-taken', {
    what: `There is ${article(WORDS[what])} called "${name}" already.`,
    hint: advice,
    details: { name },
  });
}

function article(word: string): string {
  return `${/^[aA]/.test(word) ? 'an' : 'a'} ${word}`;
}

/** A value that is not allowed, by its JSON pointer. */
export function inputInvalid(pointer: string, what: string, why?: string): Refusal {
  return new Refusal('input-invalid', {
    what,
    ...(why !== undefined && { why }),
    hint: 'Correct it and send it again.',
    details: { pointer },
  });
}
