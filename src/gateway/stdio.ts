/** The gateway on standard input and output, for one client. */
import type { Server } from '@modelcontextprotocol/server';
import { StdioServerTransport, serveStdio } from '@modelcontextprotocol/server/stdio';
import type { GatewayView } from './gateway.ts';
import { notifyServers } from './notify-servers.ts';
import { createServer } from './server.ts';
import { createStreamSubscriptions, type StreamSubscriptions } from './stream-subscriptions.ts';

/** Serves until `inputEnded` resolves, which means that the client has gone. */
export async function serveOnStdio(view: GatewayView, inputEnded: () => Promise<void>): Promise<void> {
  const servers = new Set<Server>();
  notifyServers(view.notifications, () => servers);
  const { subscribeWhileOpen } = createStreamSubscriptions(view, (uri) => {
    for (const server of servers) void server.sendResourceUpdated({ uri }).catch(() => {});
  });
  const transport = new StdioServerTransport();
  const connection = serveStdio(
    () => {
      const server = createServer(view);
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
  watchListenRequests(transport, subscribeWhileOpen);
  await inputEnded();
  await connection.close();
}

/** The SDK answers `subscriptions/listen` itself, and does not tell which resources it names. */
function watchListenRequests(
  transport: StdioServerTransport,
  subscribeWhileOpen: StreamSubscriptions['subscribeWhileOpen'],
): void {
  const open = new Map<unknown, AbortController>();
  const deliver = transport.onmessage;
  transport.onmessage = (message) => {
    if ('method' in message && message.method === 'subscriptions/listen' && 'id' in message) {
      const closed = new AbortController();
      open.set(message.id, closed);
      subscribeWhileOpen(message, closed.signal);
    }
    if ('method' in message && message.method === 'notifications/cancelled') {
      const id = message.params?.requestId;
      open.get(id)?.abort();
      open.delete(id);
    }
    deliver?.(message);
  };
}
