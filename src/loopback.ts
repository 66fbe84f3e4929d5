/**
 * Which hosts are this machine, by their spelling alone: nothing is resolved.
 *
 * - Every address of 127.0.0.0/8 (RFC 1122, section 3.2.1.3) and ::1 (RFC 4291, section 2.5.3), also as an IPv4-mapped
 *   IPv6 address (RFC 4291, section 2.5.5.2), since a socket for one connects to the IPv4 address.
 * - `localhost` and every name below it, with or without the dot of the root (RFC 6761, section 6.3).
 * - Not an IPv6 address that a gateway translates (RFC 6052, RFC 3056): its packets leave the machine first.
 *
 * Both functions take a `URL`, because its parser writes every spelling of an IP address (`127.1`, `0x7f.1`,
 * `[0:0:0:0:0:0:0:1]`) and of a name (`LOCALHOST`) in one form. A hostname that was not parsed has no such form.
 */
const LOOPBACK = /^(?:127(?:\.\d{1,3}){3}|\[::1\]|\[::ffff:7f[\da-f]{2}:[\da-f]{1,4}\]|(?:.+\.)?localhost\.?)$/;

/** Whether the host of the URL is this machine. */
export function isLoopback({ hostname }: Pick<URL, 'hostname'>): boolean {
  return LOOPBACK.test(hostname);
}

/** Whether a request to the URL is encrypted, or stays on this machine: https, or http on loopback. */
export function isHttpsOrLoopback(url: URL): boolean {
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url));
}
