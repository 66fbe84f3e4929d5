/** What `install --register` has come to. */
import { printable } from '../../printable.ts';
import type { Registration } from '../../usecases/install/register.ts';
import type { Output } from '../output.ts';

/** A line for each client; a refusal has three. */
export function registrationLines(registrations: readonly Registration[], { text }: Pick<Output, 'text'>): string[] {
  return registrations.flatMap(({ target, outcome }) => {
    if ('clientId' in outcome)
      return [`Registered the client ${printable(outcome.clientId)} for ${printable(target)}.`];
    const { message, why, hint } = outcome.refused;
    return [
      `Registered no client for ${printable(target)}: ${printable(message)}`,
      ...(why ? [`  why:  ${printable(why)}`] : []),
      `  next: ${printable(text(hint))}`,
    ];
  });
}
