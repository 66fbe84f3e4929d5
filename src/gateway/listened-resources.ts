/** `subscriptions/listen` of 2026-07-28 names resources: they are watched for as long as its stream is open. */
import type { Gateway } from './gateway.ts';
import { ownerOfResource } from './resources.ts';

/** What cannot be watched is only not told of: the stream is for whatever else was asked for, too. */
export function watchWhileOpen(gateway: Gateway, body: unknown, closed: AbortSignal, heard: (uri: string) => void) {
  for (const uri of namedResources(body)) {
    void ownerOfResource(gateway, uri)
      .then((member) => gateway.watch(member, uri, heard))
      .then((stop) => {
        if (closed.aborted) stop();
        else closed.addEventListener('abort', stop, { once: true });
      })
      .catch(() => {});
  }
}

function namedResources(body: unknown): string[] {
  const { method, params } = (body ?? {}) as { method?: unknown; params?: { notifications?: Record<string, unknown> } };
  const named = method === 'subscriptions/listen' ? params?.notifications?.resourceSubscriptions : undefined;
  return Array.isArray(named) ? named.filter((uri) => typeof uri === 'string') : [];
}
