/** What became of accounts that ended with something else, and the wait for a job that revokes them. */
import { counted } from '../../counted.ts';
import type { Revoked } from '../../usecases/access/revoke-many.ts';
import type { Output } from '../output.ts';
import { revocationLines } from './revocations.ts';

/** Writes a line for each account and the last line, once everything is revoked. */
export async function tellEnded(revoked: Revoked, last: string, output: Output): Promise<void> {
  if (revoked.job) output.say(`Revoking the tokens of ${counted(revoked.ended, 'connection')}.`);
  await revoked.finished;
  for (const line of revocationLines(revoked.revocations)) output.data(line);
  output.data(last);
}
