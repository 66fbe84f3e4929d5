/** One address of the gateway over HTTP: clients of either era, who all see the same. */
import { createMcpHandler, isLegacyRequest } from '@modelcontextprotocol/server';
import type { Posted } from '../ports.ts';
import { toolCalls } from './call-tool.ts';
import { changedList, tell, tellLog } from './changes.ts';
import type { Gateway } from './gateway.ts';
import { createLegacySessions } from './legacy-sessions.ts';
import { createListenedResources } from './listened-resources.ts';
import { createServer } from './server.ts';

export interface Room {
  takes(posted: Posted): Promise<boolean>;
  answer(request: Request): Promise<Response>;
  close(): Promise<void>;
}

export function createRoom(gateway: Gateway): Room {
  const modern = createMcpHandler(() => createServer(gateway), { legacy: 'reject' });
  const legacy = createLegacySessions(() => createServer(gateway), toolCalls(gateway));
  const { watchWhileOpen } = createListenedResources(gateway, modern.notify.resourceUpdated);
  const stopTelling = gateway.onChanged((list) => {
    modern.notify[`${changedList(list)}Changed`]();
    for (const server of legacy.servers()) tell(server, list);
  });
  const stopLogging = gateway.onLogged((params) => {
    for (const server of legacy.servers()) tellLog(server, params);
  });
  return {
    takes: legacy.takes,
    async answer(asked) {
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
