/** The gateway on standard input and output, for one client. */
import type { Server } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { tell, tellLog } from './changes.ts';
import type { Gateway } from './gateway.ts';
import { createServer } from './server.ts';

/** Serves until the client has gone, which `ended` tells. */
export async function serveOnStdio(gateway: Gateway, ended: () => Promise<void>): Promise<void> {
  const servers = new Set<Server>();
  gateway.onChanged((list) => {
    for (const server of servers) tell(server, list);
  });
  gateway.onLogged((params) => {
    for (const server of servers) tellLog(server, params);
  });
  const connection = serveStdio(() => {
    const server = createServer(gateway);
    servers.add(server);
    const { onclose } = server;
    server.onclose = () => {
      onclose?.();
      servers.delete(server);
    };
    return server;
  });
  await ended();
  await connection.close();
}
