/** Revokes what has ended: at once where it is little, else as a job that nobody waits for. */
import type { Caller } from '../../identity/caller.ts';
import type { Ports } from '../../ports/index.ts';
import { userOf } from '../../principal.ts';
import type { PendingRevocation } from '../../records.ts';
import type { Job } from '../../records-of-callers.ts';
import { type RevocationPorts, type RevokedConnection, revokeEnded } from '../../tokens/revocations.ts';

/** A request that revokes so many is answered in time. */
const AT_ONCE = 100;

export type RevokePorts = RevocationPorts & Pick<Ports, 'identifiers'>;

export interface Revoked {
  readonly ended: number;
  /** Empty where a job revokes them. */
  readonly revocations: readonly RevokedConnection[];
  readonly job?: Job;
  /** Resolves when all are revoked, for a process that would end before. It never rejects. */
  readonly finished: Promise<void>;
}

export async function revokeMany(
  ended: readonly PendingRevocation[],
  { operation, caller }: { readonly operation: string; readonly caller: Caller },
  ports: RevokePorts,
): Promise<Revoked> {
  const finished = Promise.resolve();
  if (ended.length <= AT_ONCE) {
    return { ended: ended.length, revocations: await revokeEnded(ended, ports), finished };
  }
  const { project, principal } = caller;
  const job: Job = {
    ...{ id: ports.identifiers.next(), project, user: userOf(principal), operation, status: 'running' },
    ...{ done: 0, total: ended.length, createdAt: ports.clock.now() },
  };
  await ports.state.write((tables) => tables.jobs.save(job));
  return { ended: ended.length, revocations: [], job, finished: work(ended, job, ports) };
}

/** What it does not finish, because the process ends, stays in the outbox of revocations. */
async function work(ended: readonly PendingRevocation[], job: Job, ports: RevokePorts): Promise<void> {
  const { state, clock } = ports;
  const save = (changes: Partial<Job>) => state.write((tables) => tables.jobs.save({ ...job, ...changes }));
  let failed = 0;
  try {
    for (let done = 0; done < ended.length; done += AT_ONCE) {
      const revoked = await revokeEnded(ended.slice(done, done + AT_ONCE), ports);
      failed += revoked.filter(({ outcome }) => typeof outcome === 'object').length;
      await save({ done: Math.min(done + AT_ONCE, ended.length) });
    }
    await save({ done: ended.length, status: 'done', endedAt: clock.now(), result: { failed } });
  } catch {
    await save({ status: 'failed', endedAt: clock.now() }).catch(() => {});
  }
}
