/** Which hosts belong to one party: those of one registrable domain, as the public suffix list says. */

/**
 * Whether both URLs belong to one party. A host without a registrable domain (an address, `localhost`) belongs to
 * whoever listens on that port.
 */
export async function isSameSite(one: string, other: string): Promise<boolean> {
  const [first, second] = [new URL(one), new URL(other)];
  if (first.host === second.host) return true;
  // The list is large, and most servers need none of it.
  const { getDomain } = await import('tldts');
  // `a.github.io` and `b.github.io` are two parties.
  const domains = [first, second].map(({ hostname }) => getDomain(hostname, { allowPrivateDomains: true }));
  return domains[0] !== null && domains[0] === domains[1];
}
