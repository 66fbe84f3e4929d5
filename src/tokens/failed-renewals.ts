/** Renewals that failed. One process does not repeat them for a second, so that many callers send one request. */
import type { Ports } from '../ports/index.ts';
import type { Connection } from '../records.ts';
import type { Refusal } from '../refusal.ts';

/** Milliseconds. */
const REST = 1000;

interface FailedRenewal {
  readonly refusal: Refusal;
  /** The generation of the connection. A new consent has another one, and the failure does not count for it. */
  readonly generation: number;
  readonly at: number;
}

const failures = new WeakMap<Ports['state'], Map<string, FailedRenewal>>();

export function noteFailure(
  { id, generation }: Connection,
  refusal: Refusal,
  ports: Pick<Ports, 'state' | 'clock'>,
): void {
  const known = failures.get(ports.state) ?? new Map<string, FailedRenewal>();
  failures.set(ports.state, known.set(id, { refusal, generation, at: ports.clock.now() }));
}

/** Why the connection could not be renewed within the last second. */
export function recentFailure(
  connection: Connection | undefined,
  { state, clock }: Pick<Ports, 'state' | 'clock'>,
): Refusal | undefined {
  const failure = connection && failures.get(state)?.get(connection.id);
  if (failure === undefined || failure.generation !== connection?.generation) return undefined;
  return clock.now() < failure.at + REST ? failure.refusal : undefined;
}
