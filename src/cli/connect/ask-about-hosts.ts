/** Asks a person whether the consent may be asked for at another party's host. */
import type { NextStep } from '../../next-step.ts';
import type { TerminalPorts } from '../../ports/person.ts';
import { printable } from '../../printable.ts';
import type { ConsentHosts } from '../../usecases/connect/consent-host.ts';
import { confirm } from '../confirm.ts';

/** @throws Refusal `confirmation-missing` where there is no terminal to ask on, and `interrupted`. */
export async function askAboutHosts(
  { page, issuer, token }: ConsentHosts,
  step: NextStep,
  { prompts, progress }: Pick<TerminalPorts, 'prompts' | 'progress'>,
): Promise<void> {
  progress.done();
  const asks = issuer === undefined ? 'The authorization server' : `The authorization server ${printable(issuer)}`;
  const why = `${asks} sends you to ${printable(page)} for your consent, and ${printable(token)} gets what comes of it. These are different parties.`;
  progress.warn(why);
  await confirm(
    {
      question: `Go to ${printable(page)}, and give the result to ${printable(token)}?`,
      step,
      why: `${why} Go on only if you know that they belong together.`,
      declined: 'Nobody was asked for a consent.',
    },
    prompts,
  );
}
