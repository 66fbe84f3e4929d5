/** The redirect as text: from another machine's browser, which could not reach our listener. */
import type { TerminalPorts } from '../../ports/person.ts';
import { Refusal } from '../../refusal.ts';

/** Resolves with the query of a pasted redirect URL; stops asking when the signal says so. */
export type PasteInput = (state: string, signal: AbortSignal) => Promise<URLSearchParams>;

/** Asks on a terminal; elsewhere the address is the whole of standard input. */
export function pasteInput({ prompts, references }: Pick<TerminalPorts, 'prompts' | 'references'>): PasteInput {
  return async (state, signal) => {
    if (!prompts.allowed) return redirectQuery((await references.resolve('-')).reveal(), state);
    const message = 'Or paste the address that the browser ends on';
    return redirectQuery(await prompts.text({ message, signal }), state);
  };
}

/** Refuses `authorization-response-invalid` for what is no redirect of this consent. */
export function redirectQuery(pasted: string, state: string): URLSearchParams {
  const text = pasted.trim();
  const query = URL.canParse(text) ? new URL(text).searchParams : new URLSearchParams(text.replace(/^\?/, ''));
  const names = [...query.keys()];
  if (query.get('state') === state && new Set(names).size === names.length) return query;
  throw new Refusal('authorization-response-invalid', {
    what: 'What was pasted is not the address of this consent.',
    why: query.has('state') ? 'Its state is another one: it may be from an earlier try.' : 'It has no state.',
    hint: 'Run the command again, and paste the whole address that the browser ends on, from its first letter.',
  });
}
