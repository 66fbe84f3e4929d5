/** The gateway on standard input and output, for one client. */
import type { Server } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import type { Gateway } from './gateway.ts';
import type { ListName } from './member.ts';
import { createServer } from './server.ts';

/** Serves until `ended`. */
export async function serveOnStdio(gateway: Gateway, ended: Promise<void>): Promise<void> {
  const servers = new Set<Server>();
  gateway.onChanged((list) => {
    // One that has no connection (yet) cannot be told, and will ask anyway.
    for (const server of servers) void notice(server, list).catch(() => {});
  });
  const connection = serveStdio(() => {
    const server = createServer(gateway);
    servers.add(server);
    server.onclose = () => servers.delete(server);
    return server;
  });
  await ended;
  await connection.close();
}

function notice(server: Server, list: ListName): Promise<void> {
  if (list === 'tools') return server.sendToolListChanged();
  return list === 'prompts' ? server.sendPromptListChanged() : server.sendResourceListChanged();
}
