/** Binds the servers of the redirect listener before any browser opens. No other process may share the port. */

import { readdir, readFile, readlink } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hint } from '../next-step.ts';
import { Refusal } from '../refusal.ts';

/**
 * Listens on one address, or for `localhost` on both families: a browser may use either, and another process could take
 * the one that we do not hold. Binds both or none.
 * @throws Refusal port-taken
 */
export async function listenOnLoopback(
  makeServer: () => Server,
  host: '127.0.0.1' | 'localhost',
  port: number,
): Promise<{ servers: Server[]; boundPort: number }> {
  const first = makeServer();
  await bind(first, '127.0.0.1', port);
  const boundPort = (first.address() as AddressInfo).port;
  if (host === '127.0.0.1') return { servers: [first], boundPort };
  const second = makeServer();
  try {
    await bind(second, '::1', boundPort);
    return { servers: [first, second], boundPort };
  } catch (thrown) {
    // On a machine without IPv6, localhost means the address that is bound already.
    if (hasCode(thrown, 'EADDRNOTAVAIL') || hasCode(thrown, 'EAFNOSUPPORT')) return { servers: [first], boundPort };
    first.close();
    throw thrown;
  }
}

function bind(server: Server, host: string, port: number): Promise<void> {
  return new Promise((bound, fail) => {
    server.once('error', (error) => {
      if (!hasCode(error, 'EADDRINUSE') && !hasCode(error, 'EACCES')) return fail(error);
      portTaken(port).then(fail, fail);
    });
    server.listen({ host, port, exclusive: true }, bound);
  });
}

async function portTaken(port: number): Promise<Refusal> {
  const holder = await portHolder(port).catch(() => undefined);
  return new Refusal('port-taken', {
    what: `The port ${port} for the callback cannot be used.`,
    why: holder ? `It is held by ${holder}.` : 'Another process has it, or it is reserved.',
    hint: hint`End that process, or choose another port with ${{ do: 'give', field: 'port' }}`,
    details: { port, ...(holder && { holder }) },
  });
}

/** Finds the process of this user that listens on a port, in /proc of Linux. */
async function portHolder(port: number): Promise<string | undefined> {
  const tables = await Promise.all(['/proc/net/tcp', '/proc/net/tcp6'].map((file) => readFile(file, 'utf8')));
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const rows = tables.flatMap((table) => table.split('\n').map((row) => row.trim().split(/\s+/)));
  const listening = rows.find(([, local, , state]) => local?.endsWith(suffix) && state === '0A');
  const inode = listening?.[9];
  if (inode === undefined) return undefined;
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const descriptors = await readdir(`/proc/${pid}/fd`).catch(() => []);
    for (const descriptor of descriptors) {
      const target = await readlink(`/proc/${pid}/fd/${descriptor}`).catch(() => '');
      if (target === `socket:[${inode}]`) {
        const name = (await readFile(`/proc/${pid}/comm`, 'utf8')).trim();
        return `${name} (process ${pid})`;
      }
    }
  }
  return undefined;
}

function hasCode(thrown: unknown, code: string): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === code;
}
