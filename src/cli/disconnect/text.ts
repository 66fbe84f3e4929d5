/** What `disconnect` prints: what was deleted here, and what the authorization server answered. */
import { printable } from '../../printable.ts';
import type { Disconnected } from '../../usecases/connect/disconnect.ts';
import type { Output } from '../output.ts';

export function disconnectedText({ name, revocation, affected }: Disconnected, output: Output): void {
  if (revocation === undefined) {
    output.say(`${name} was not connected.`);
  } else if (typeof revocation === 'object') {
    output.warn(`Forgot the tokens of ${name}, but they could not be revoked: ${printable(revocation.failed)}`);
    output.warn('  They stay good until they expire. Take the access back in the settings of your account there.');
  } else if (revocation === 'unsupported') {
    output.say(
      `Forgot the tokens of ${name}. Its authorization server revokes none; they stay good until they expire.`,
    );
  } else {
    output.say(`Revoked and forgot the tokens of ${name}.`);
  }
  if (affected.length > 0) output.say(`  The same tokens served ${affected.join(', ')}.`);
}
