/** Questions to a person, on the terminal. They go to standard error: standard output is for data. */
import type { Prompts } from '../ports.ts';
import { printable } from '../printable.ts';
import { Refusal } from '../refusal.ts';
import { Secret } from '../secret.ts';

export interface PromptsOptions {
  /** False under `--no-input`, `CI`, or without a terminal. */
  readonly allowed: boolean;
  /** `--yes` answers confirmations, and nothing else. */
  readonly yes: boolean;
}

export function createPrompts({ allowed, yes }: PromptsOptions): Prompts {
  return {
    allowed,
    yes,
    text: ({ message, initial, signal }) =>
      asking(allowed, async ({ input }) =>
        input({ message: printable(message), default: initial }, { ...TO_STANDARD_ERROR, signal }),
      ),
    secret: ({ message }) =>
      asking(allowed, async ({ password }) => {
        const validate = (value: string) => value !== '' || 'It is empty. Type or paste it once more.';
        return new Secret(await password({ message: printable(message), validate }, TO_STANDARD_ERROR));
      }),
    async confirm({ message }) {
      if (yes) return true;
      return asking(allowed, ({ confirm }) =>
        confirm({ message: printable(message), default: false }, TO_STANDARD_ERROR),
      );
    },
    choose: ({ message, choices }) =>
      asking(allowed, ({ select }) =>
        select({ message: printable(message), choices: [...choices] }, TO_STANDARD_ERROR),
      ),
  };
}

const TO_STANDARD_ERROR = { output: process.stderr };

async function asking<T>(
  allowed: boolean,
  ask: (prompts: typeof import('@inquirer/prompts')) => Promise<T>,
): Promise<T> {
  if (!allowed) throw new Error('A question was asked although asking is not allowed.');
  try {
    return await ask(await import('@inquirer/prompts'));
  } catch (thrown) {
    // Ctrl-C, and the end of input.
    if (!(thrown instanceof Error) || !/^(ExitPromptError|AbortPromptError)$/.test(thrown.name)) throw thrown;
    throw new Refusal('interrupted', {
      what: 'The question was not answered.',
      hint: 'Nothing was changed. Run the command again when you are ready.',
      cause: thrown,
    });
  }
}
