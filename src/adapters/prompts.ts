/** Asks a person at the terminal. Questions go to standard error, because standard output is for data. */
import type { Prompts } from '../ports/person.ts';
import { isPrintable, printable } from '../printable.ts';
import { Refusal } from '../refusal.ts';
import { Secret } from '../secret.ts';

export interface PromptsOptions {
  /** False under `--no-input`, `CI`, or without a terminal. */
  readonly allowed: boolean;
  /** `--yes` answers confirmations and no other question. */
  readonly yes: boolean;
}

export function createPrompts({ allowed, yes }: PromptsOptions): Prompts {
  const asking: typeof askPerson = (ask) => {
    if (!allowed) throw new Error('A question was asked although asking is not allowed.');
    return askPerson(ask);
  };
  return {
    allowed,
    yes,
    text: ({ message, initial }) =>
      asking(({ input }, terminal) => input({ message: printable(message), default: shownWhole(initial) }, terminal)),
    secret: ({ message }) =>
      asking(async ({ password }, terminal) => {
        const validate = (value: string) => value !== '' || 'It is empty. Type or paste it once more.';
        return new Secret(await password({ message: printable(message), validate }, terminal));
      }),
    async confirm({ message }) {
      if (yes) return true;
      return asking(({ confirm }, terminal) => confirm({ message: printable(message), default: false }, terminal));
    },
    choose: ({ message, choices }) =>
      asking(({ select }, terminal) => {
        const shown = choices.map(({ value, name }) => ({ value, name: printable(name) }));
        return select({ message: printable(message), choices: shown }, terminal);
      }),
  };
}

/** An answer that a server proposes is used only in the form in which the person sees it. */
function shownWhole(initial: string | undefined): string | undefined {
  return initial !== undefined && isPrintable(initial) ? initial : undefined;
}

type Inquirer = typeof import('@inquirer/prompts');

interface Terminal {
  readonly output: NodeJS.WriteStream;
  readonly signal: AbortSignal;
}

/**
 * Asks one question.
 * @throws Refusal interrupted on Ctrl-C and at the end of input
 */
async function askPerson<T>(ask: (prompts: Inquirer, terminal: Terminal) => Promise<T>): Promise<T> {
  const prompts = await import('@inquirer/prompts');
  const ended = new AbortController();
  // At the end of input readline only stops to read. No answer would come any more, and the process would end with 0.
  const end = () => setImmediate(() => ended.abort());
  process.stdin.once('pause', end).once('end', end);
  try {
    return await ask(prompts, { output: process.stderr, signal: ended.signal });
  } catch (thrown) {
    if (!(thrown instanceof Error) || !/^(ExitPromptError|AbortPromptError)$/.test(thrown.name)) throw thrown;
    throw new Refusal('interrupted', {
      what: 'The question was not answered.',
      hint: 'Nothing was changed. Run the command again when you are ready.',
      cause: thrown,
    });
  } finally {
    process.stdin.off('pause', end).off('end', end);
  }
}
