/** Which user has the other end of a connection on this machine. */
import { readFileSync } from 'node:fs';
import type { Socket } from 'node:net';

/**
 * Whether the peer of a loopback connection is a process of another user. What cannot be told, as outside of Linux, is not
 * called another user. Root can read the memory of this process, so nothing is gained by refusing it; the relays of WSL and
 * of containers run as root.
 */
export function isOfAnotherUser({ localPort, remotePort }: Socket, ownId = process.getuid?.()): boolean {
  if (ownId === undefined || localPort === undefined || remotePort === undefined) return false;
  const [local, remote] = [localPort, remotePort].map(portSuffix);
  for (const row of rowsOf('/proc/net/tcp').concat(rowsOf('/proc/net/tcp6'))) {
    // The connection as the peer sees it.
    const [, from, to, , , , , uid] = row.trim().split(/\s+/);
    if (!from?.endsWith(`${remote}`) || !to?.endsWith(`${local}`)) continue;
    return Number(uid) !== ownId && uid !== '0';
  }
  return false;
}

const portSuffix = (port: number) => `:${port.toString(16).toUpperCase().padStart(4, '0')}`;

function rowsOf(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n');
  } catch {
    return [];
  }
}
