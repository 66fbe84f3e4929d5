/** Reads the redirect that a person pastes, from a browser on another machine. Pure. */
import { canParseUrl } from '../../can-parse-url.ts';
import { Refusal } from '../../refusal.ts';

/**
 * Takes the whole address, or its query alone.
 *
 * @throws Refusal `authorization-response-invalid` for the redirect of another consent, and for other texts.
 */
export function redirectQuery(pasted: string, state: string): URLSearchParams {
  const text = pasted.trim();
  const query = canParseUrl(text) ? new URL(text).searchParams : new URLSearchParams(text.replace(/^\?/, ''));
  const names = [...query.keys()];
  if (query.get('state') === state && new Set(names).size === names.length) return query;
  throw new Refusal('authorization-response-invalid', {
    what: 'What was pasted is not the address of this consent.',
    why: query.has('state') ? 'Its state is another one: it may be from an earlier try.' : 'It has no state.',
    hint: 'Run the command again, and paste the whole address that the browser ends on, from its first letter.',
  });
}
