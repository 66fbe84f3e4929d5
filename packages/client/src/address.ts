/** Addresses with what a caller has given. Pure. */

/** A parameter as one segment of a path. */
export function segment(text: string): string {
  return encodeURIComponent(text);
}

/** The query with its question mark, or nothing. Parameters that are left out are not in it. */
export function queryOf(query: object = {}): `?${string}` | '' {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== null);
  if (given.length === 0) return '';
  return `?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}`;
}
