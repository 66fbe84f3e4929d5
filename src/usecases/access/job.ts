/** Work that a request has begun and does not wait for. */
import type { Caller } from '../../identity/caller.ts';
import type { Ports } from '../../ports/index.ts';
import { userOf } from '../../principal.ts';
import type { Job } from '../../records-of-callers.ts';
import { Refusal } from '../../refusal.ts';

/**
 * A job is shown to whoever has begun it, and to whoever administers the project.
 * @throws Refusal `not-found`
 */
export async function showJob(
  { id }: { readonly id: string },
  { project, principal, rights }: Caller,
  { state }: Pick<Ports, 'state'>,
): Promise<Job> {
  const job = await state.read((tables) => tables.jobs.find(project, id));
  if (job && (job.user === userOf(principal) || rights.has('project.administer'))) return job;
  throw new Refusal('not-found', {
    what: 'There is no such job.',
    hint: 'Use the id that was returned when the work began.',
  });
}
