/** One address of the gateway over HTTP: clients of either era, who all see the same. */
import { createMcpHandler, isLegacyRequest } from '@modelcontextprotocol/server';
import type { PostedJson } from '../ports/index.ts';
import { toolCalls } from './call-tool.ts';
import type { Gateway } from './gateway.ts';
import { createLegacySessions } from './legacy-sessions.ts';
import { notifiedList, notifyListChanged, sendLogMessage } from './notify-clients.ts';
import { createServer } from './server.ts';
import { createStreamSubscriptions } from './stream-subscriptions.ts';

export interface Endpoint {
  tryHandle(posted: PostedJson): Promise<boolean>;
  handle(request: Request): Promise<Response>;
  close(): Promise<void>;
}

export function createEndpoint(gateway: Gateway): Endpoint {
  const modern = createMcpHandler(() => createServer(gateway), { legacy: 'reject' });
  const legacy = createLegacySessions(() => createServer(gateway), toolCalls(gateway));
  const { watchWhileOpen } = createStreamSubscriptions(gateway, modern.notify.resourceUpdated);
  const stopTelling = gateway.onChanged((list) => {
    modern.notify[`${notifiedList(list)}Changed`]();
    for (const server of legacy.servers()) notifyListChanged(server, list);
  });
  const stopLogging = gateway.onLogged((params) => {
    for (const server of legacy.servers()) sendLogMessage(server, params);
  });
  return {
    tryHandle: legacy.tryHandle,
    async handle(asked) {
      const { request, parsedBody } = await readOnce(asked);
      if (await isLegacyRequest(request, parsedBody)) return legacy.fetch(request, parsedBody);
      watchWhileOpen(parsedBody, request.signal);
      return modern.fetch(request, { parsedBody });
    },
    async close() {
      stopTelling();
      stopLogging();
      await Promise.all([modern.close(), legacy.close()]);
    },
  };
}

/** Reads the body once for both eras; what is no JSON is left to them to say what is wrong with it. */
async function readOnce(request: Request): Promise<{ readonly request: Request; readonly parsedBody?: unknown }> {
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
