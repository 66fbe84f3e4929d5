/** Asks a person the questions that a plan leaves open, or says all at once what is missing. */
import { hint, joinHints, type NextStep } from '../next-step.ts';
import type { GivenAnswers } from '../plan/needs.ts';
import type { Question } from '../plan/plan.ts';
import type { TerminalPorts } from '../ports/person.ts';
import { printable } from '../printable.ts';
import { Refusal } from '../refusal.ts';
import type { Secret } from '../secret.ts';

/** @throws Refusal `answer-missing` where there is no terminal to ask on, and `interrupted`. */
export async function askQuestions(
  questions: readonly Question[],
  { prompts, progress }: Pick<TerminalPorts, 'prompts' | 'progress'>,
): Promise<GivenAnswers> {
  if (!prompts.allowed) throw answersMissing(questions.filter(({ required }) => required));
  const values = new Map<string, string>();
  const secrets = new Map<string, Secret>();
  for (const { key, secret, required, message, instructions, initial } of questions) {
    if (instructions !== null) progress.note(printable(instructions, { lines: true }));
    if (secret) secrets.set(key, await prompts.secret({ message }));
    else {
      const answer = await askText({ message, initial: initial ?? undefined }, required, prompts);
      // Who takes what the manifest says leaves it to the manifest, also when the next one says something else.
      values.set(key, answer === initial ? '' : answer);
    }
  }
  return { values, secrets };
}

async function askText(
  question: { message: string; initial?: string },
  required: boolean,
  prompts: TerminalPorts['prompts'],
): Promise<string> {
  for (;;) {
    const answer = (await prompts.text(question)).trim();
    if (answer !== '' || !required) return answer;
  }
}

function answersMissing(missing: readonly Question[]): Refusal {
  const count = missing.length === 1 ? 'One answer is' : `${missing.length} answers are`;
  return new Refusal('answer-missing', {
    what: `${count} missing, and there is no terminal to ask on.`,
    why: missing.map(({ message }) => message).join('; '),
    hint: joinHints(['Add to the command:', ...missing.map((question) => hint`${answerOf(question)}`)], '\n    '),
    details: {
      missing: missing.map(({ key, kind, secret, message }) => ({
        key,
        kind,
        secret,
        message,
        set: hint`${answerOf({ key, secret })}`,
      })),
    },
  });
}

/** The answer as it is typed: `crm.client_secret=env:CRM_CLIENT_SECRET`. */
function answerOf({ key, secret }: Pick<Question, 'key' | 'secret'>): NextStep {
  const value = secret ? `env:${key.toUpperCase().replace(/[^A-Z0-9]+/g, '_')}` : 'VALUE';
  return { do: 'give', field: 'answer', value: `${key}=${value}` };
}
