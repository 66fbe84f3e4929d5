/** The gateway on standard input and output, for one client. */
import type { Server } from '@modelcontextprotocol/server';
import { StdioServerTransport, serveStdio } from '@modelcontextprotocol/server/stdio';
import type { Gateway } from './gateway.ts';
import { notifyListChanged, sendLogMessage } from './notify-clients.ts';
import { createServer } from './server.ts';
import { createStreamSubscriptions, type StreamSubscriptions } from './stream-subscriptions.ts';

/** Serves until the client has gone, which `ended` tells. */
export async function serveOnStdio(gateway: Gateway, ended: () => Promise<void>): Promise<void> {
  const servers = new Set<Server>();
  gateway.onChanged((list) => {
    for (const server of servers) notifyListChanged(server, list);
  });
  gateway.onLogged((params) => {
    for (const server of servers) sendLogMessage(server, params);
  });
  const { watchWhileOpen } = createStreamSubscriptions(gateway, (uri) => {
    for (const server of servers) void server.sendResourceUpdated({ uri }).catch(() => {});
  });
  const transport = new StdioServerTransport();
  const connection = serveStdio(
    () => {
      const server = createServer(gateway);
      servers.add(server);
      const { onclose } = server;
      server.onclose = () => {
        onclose?.();
        servers.delete(server);
      };
      return server;
    },
    { transport },
  );
  hearListening(transport, watchWhileOpen);
  await ended();
  await connection.close();
}

/** The SDK keeps subscriptions to itself: it tells them what a server says, but nobody which resources to look after. */
function hearListening(transport: StdioServerTransport, watchWhileOpen: StreamSubscriptions['watchWhileOpen']): void {
  const open = new Map<unknown, AbortController>();
  const deliver = transport.onmessage;
  transport.onmessage = (message) => {
    if ('method' in message && message.method === 'subscriptions/listen' && 'id' in message) {
      const closed = new AbortController();
      open.set(message.id, closed);
      watchWhileOpen(message, closed.signal);
    }
    if ('method' in message && message.method === 'notifications/cancelled') {
      const id = message.params?.requestId;
      open.get(id)?.abort();
      open.delete(id);
    }
    deliver?.(message);
  };
}
