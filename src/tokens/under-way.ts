/**
 * Renewals that this process has begun. A refresh token may be good once, so a process that ends between the request and the
 * save loses the account: whoever ends the process waits for them. Nothing else is imported here, so that a signal loads no
 * code.
 */

const underWay = new Set<Promise<unknown>>();

export function countRenewal<T>(renewal: Promise<T>): Promise<T> {
  underWay.add(renewal);
  return renewal.finally(() => underWay.delete(renewal));
}

/** Resolves when no renewal is under way. */
export async function renewalsDone(): Promise<void> {
  while (underWay.size > 0) await Promise.allSettled(underWay);
}
