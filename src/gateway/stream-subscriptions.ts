/** `subscriptions/listen` of 2026-07-28 names resources: they are watched for as long as its stream is open. */
import type { Gateway } from './gateway.ts';
import { upstreamOfResource } from './resources.ts';

export interface StreamSubscriptions {
  /** What cannot be watched is only not told of: the stream is for whatever else was asked for, too. */
  watchWhileOpen(message: unknown, closed: AbortSignal): void;
}

/** `heard` tells every stream that has named the resource, so it hears once of a change, however many have. */
export function createStreamSubscriptions(gateway: Gateway, heard: (uri: string) => void): StreamSubscriptions {
  const watches = new Map<string, { streams: number; readonly stop: Promise<() => void> }>();

  const begin = (uri: string) => {
    const stop = upstreamOfResource(gateway, uri).then((upstream) => gateway.subscribe(upstream, uri, heard));
    return { streams: 0, stop: stop.catch(() => () => {}) };
  };
  const listen = (uri: string, closed: AbortSignal) => {
    const watch = watches.get(uri) ?? begin(uri);
    watches.set(uri, watch);
    watch.streams += 1;
    const leave = () => {
      watch.streams -= 1;
      if (watch.streams > 0) return;
      watches.delete(uri);
      void watch.stop.then((stop) => stop());
    };
    closed.addEventListener('abort', leave, { once: true });
  };
  return {
    watchWhileOpen(message, closed) {
      if (closed.aborted) return;
      for (const uri of new Set(namedResources(message))) listen(uri, closed);
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
