/** Sends the gateway's notifications that belong to no request to clients that are connected. */
import type { Server } from '@modelcontextprotocol/server';
import type { Notifications } from './notifications.ts';
import type { ListName } from './upstream.ts';

/** Returns how to stop. `servers` gives the server of each client that is connected at the moment. */
export function notifyServers(notifications: Notifications, servers: () => Iterable<Server>): () => void {
  const stopLists = notifications.onListChanged((list) => {
    for (const server of servers()) announceChange(server, list);
  });
  // Only clients of 2025 receive these lines: 2026-07-28 has only log lines that belong to a request.
  const stopLog = notifications.onLogMessage((params) => {
    for (const server of servers()) {
      void server.sendLoggingMessage(params as never, server.transport?.sessionId).catch(() => {});
    }
  });
  return () => {
    stopLists();
    stopLog();
  };
}

/** MCP has no notification for templates: they are announced together with resources. */
export function announcedList(list: ListName): 'tools' | 'prompts' | 'resources' {
  return list === 'resourceTemplates' ? 'resources' : list;
}

/** A client without an open stream gets no notification, and reads the list when it comes. */
function announceChange(server: Server, list: ListName): void {
  const send = {
    tools: () => server.sendToolListChanged(),
    prompts: () => server.sendPromptListChanged(),
    resources: () => server.sendResourceListChanged(),
  };
  void send[announcedList(list)]().catch(() => {});
}
