/** One address of the gateway over HTTP. Clients of either era use it, and see the same. */
import { createMcpHandler, isLegacyRequest } from '@modelcontextprotocol/server';
import type { Clock, RequestHandler, RequestHead } from '../ports/index.ts';
import { toolCalls } from './call-tool.ts';
import type { GatewayView } from './gateway.ts';
import { answerWithJson, wantsAnything } from './json-only.ts';
import { createLegacySessions } from './legacy-sessions.ts';
import { announcedList, notifyServers } from './notify-servers.ts';
import { createServer } from './server.ts';
import { watchReading } from './slow-reader.ts';
import { createStreamSubscriptions } from './stream-subscriptions.ts';

export interface EndpointOptions {
  readonly view: GatewayView;
  readonly clock: Clock;
  /** Whether calls of 2025 clients may bypass the SDK. */
  readonly fastPaths: boolean;
}

export interface Endpoint {
  handler(head: RequestHead): RequestHandler;
  close(): Promise<void>;
}

export function createEndpoint({ view, clock, fastPaths }: EndpointOptions): Endpoint {
  const modern = createMcpHandler(() => createServer(view), { legacy: 'reject' });
  const fast = fastPaths ? { calls: toolCalls(view), clock } : undefined;
  const legacy = createLegacySessions(() => createServer(view), fast);
  const { subscribeWhileOpen } = createStreamSubscriptions(view, modern.notify.resourceUpdated);
  const stopAnnouncing = view.notifications.onListChanged((list) => modern.notify[`${announcedList(list)}Changed`]());
  const stopNotifying = notifyServers(view.notifications, legacy.servers);
  const handle = async (received: Request): Promise<Response> => {
    const { request, parsedBody } = await readBody(received);
    if (await isLegacyRequest(request, parsedBody))
      return watchReading(request, await legacy.fetch(request, parsedBody));
    subscribeWhileOpen(parsedBody, request.signal);
    return watchReading(request, await modern.fetch(request, { parsedBody }));
  };
  return {
    handler: (head) => ({
      tryHandle: legacy.fastHandler(head),
      handle: (request) => (wantsAnything(request) ? answerWithJson(request, handle) : handle(request)),
    }),
    async close() {
      stopAnnouncing();
      stopNotifying();
      await Promise.all([modern.close(), legacy.close()]);
    },
  };
}

/** Reads the body once for both eras. A body that is not JSON is left to their handlers, which report what is wrong. */
async function readBody(request: Request): Promise<{ readonly request: Request; readonly parsedBody?: unknown }> {
  const isJson = /^application\/json\b/i.test(request.headers.get('content-type') ?? '');
  if (request.method !== 'POST' || !isJson) return { request };
  const body = await request.text();
  try {
    return { request, parsedBody: JSON.parse(body) };
  } catch {
    const { url, method, headers, signal } = request;
    return { request: new Request(url, { method, headers, body, signal }) };
  }
}
