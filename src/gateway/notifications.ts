/** Passes on what servers announce: changed lists, changed resources, and log lines that belong to no request. */
import type { ListName, Upstream } from './upstream.ts';
import { createUpstreamSubscriptions } from './upstream-subscriptions.ts';

/** Each function returns how to stop. */
export interface Notifications {
  onListChanged(listener: (list: ListName) => void): () => void;
  onLogMessage(listener: (params: Record<string, unknown>) => void): () => void;
  /** @throws whatever the server throws */
  subscribe(upstream: Upstream, uri: string, onUpdated: (uri: string) => void): Promise<() => void>;
}

/** Where the notifications come from. Servers are given by their unique names. */
export interface NotificationSource {
  /** With an agent, the list has changed only for clients of that agent. */
  listChanged(list: ListName, agent?: string): void;
  logMessage(server: string, params: Record<string, unknown>): void;
  resourceUpdated(server: string, uri: string): void;
  /** A server takes part from now on, perhaps in place of another one of the same name. */
  upstreamAdded(upstream: Upstream): void;
  /** The notifications for clients that see only these upstreams. */
  notificationsFor(view: NotificationView): Notifications;
}

export interface NotificationView {
  readonly upstreams: () => Promise<readonly Upstream[]>;
  readonly agent?: string;
}

export function createNotificationSource(): NotificationSource {
  const listListeners = new Set<(list: ListName, agent?: string) => void>();
  const logListeners = new Set<(params: Record<string, unknown>, server: string) => void>();
  const subscriptions = createUpstreamSubscriptions();
  return {
    listChanged(list, agent) {
      for (const listener of listListeners) listener(list, agent);
    },
    logMessage(server, params) {
      for (const listener of logListeners) listener(params, server);
    },
    resourceUpdated: subscriptions.updated,
    upstreamAdded: subscriptions.added,
    notificationsFor({ upstreams, agent }) {
      /** A client must not hear of a server that it may not use, or may no longer use. */
      const whenVisible = async (server: string, notify: () => void) => {
        const visible = await upstreams().catch(() => []);
        if (visible.some((upstream) => upstream.server.name === server)) notify();
      };
      return {
        onListChanged: (listener) =>
          added(listListeners, (list, concerned) => {
            if (concerned === undefined || concerned === agent) listener(list);
          }),
        onLogMessage: (listener) =>
          added(logListeners, (params, server) => void whenVisible(server, () => listener(params))),
        subscribe: (upstream, uri, onUpdated) =>
          subscriptions.subscribe(upstream, uri, () => void whenVisible(upstream.server.name, () => onUpdated(uri))),
      };
    },
  };
}

function added<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
