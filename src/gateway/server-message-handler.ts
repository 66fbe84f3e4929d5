/** Gives the messages of one server to the clients that they are for. */
import type { ServerMessageHandler } from '../mcp/server-messages.ts';
import type { ActiveCalls } from './active-calls.ts';
import type { NotificationSource } from './notifications.ts';

/** `server` is the unique name of the server. */
export function messageHandler(
  server: string,
  activeCalls: ActiveCalls,
  source: Pick<NotificationSource, 'logMessage' | 'resourceUpdated'>,
): Omit<ServerMessageHandler, 'onListChanged'> {
  return {
    onLogMessage(params) {
      const client = activeCalls.current();
      if (client) client.log(params);
      else source.logMessage(server, params);
    },
    onResourceUpdated: (uri) => source.resourceUpdated(server, uri),
    async onRequest(method, params, signal) {
      // Some older servers ask on the stream that belongs to no call (Streamable HTTP, "Listening for Messages").
      const client = activeCalls.current() ?? activeCalls.onlyClientOf(server);
      if (!client) throw new Error(`It is not known which call ${method} belongs to, so no client can be asked.`);
      return client.request(method, params, signal);
    },
  };
}
