/** Subscriptions of 2026-07-28: `subscriptions/listen` names resources, which are subscribed to while its stream is open. */
import { upstreamOfResource } from './find-resource.ts';
import type { GatewayView } from './gateway.ts';

export interface StreamSubscriptions {
  /**
   * Reads a `subscriptions/listen` request; ignores other messages. When a resource cannot be subscribed to, the stream goes
   * on without it, because it carries other notifications as well.
   */
  subscribeWhileOpen(message: unknown, closed: AbortSignal): void;
}

/** `onUpdated` notifies all streams that name the resource, so it is called once for a change, however many there are. */
export function createStreamSubscriptions(
  { catalog, links, notifications }: Pick<GatewayView, 'catalog' | 'links' | 'notifications'>,
  onUpdated: (uri: string) => void,
): StreamSubscriptions {
  const subscriptions = new Map<string, { streams: number; readonly stop: Promise<() => void> }>();

  const begin = (uri: string) => {
    const stop = upstreamOfResource({ catalog, links }, uri).then((upstream) =>
      notifications.subscribe(upstream, uri, onUpdated),
    );
    return { streams: 0, stop: stop.catch(() => () => {}) };
  };
  const join = (uri: string, closed: AbortSignal) => {
    const subscription = subscriptions.get(uri) ?? begin(uri);
    subscriptions.set(uri, subscription);
    subscription.streams += 1;
    const leave = () => {
      subscription.streams -= 1;
      if (subscription.streams > 0) return;
      subscriptions.delete(uri);
      void subscription.stop.then((stop) => stop());
    };
    closed.addEventListener('abort', leave, { once: true });
  };
  return {
    subscribeWhileOpen(message, closed) {
      if (closed.aborted) return;
      for (const uri of new Set(namedResources(message))) join(uri, closed);
    },
  };
}

function namedResources(message: unknown): string[] {
  const { method, params } = (message ?? {}) as {
    method?: unknown;
    params?: { notifications?: Record<string, unknown> };
  };
  const named = method === 'subscriptions/listen' ? params?.notifications?.resourceSubscriptions : undefined;
  return Array.isArray(named) ? named.filter((uri) => typeof uri === 'string') : [];
}
