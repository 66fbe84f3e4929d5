/** The gateway over Streamable HTTP, at `/mcp`, for any number of clients of either era. */
import { createMcpHandler, isLegacyRequest } from '@modelcontextprotocol/server';
import { changedList, tell } from './changes.ts';
import type { Door } from './door.ts';
import type { Gateway } from './gateway.ts';
import { createLegacySessions } from './legacy-sessions.ts';
import { createServer } from './server.ts';

export const PATH = '/mcp';

export interface HttpGateway {
  answer(request: Request): Promise<Response>;
  close(): Promise<void>;
}

export function createHttpGateway(gateway: Gateway, door: Door): HttpGateway {
  const modern = createMcpHandler(() => createServer(gateway), { legacy: 'reject' });
  const legacy = createLegacySessions(() => createServer(gateway));
  const stopTelling = gateway.onChanged((list) => {
    modern.notify[`${changedList(list)}Changed`]();
    for (const server of legacy.servers()) tell(server, list);
  });
  return {
    async answer(request) {
      const refused = await door(request);
      if (refused) return refused;
      if (new URL(request.url).pathname !== PATH) return new Response('Not found', { status: 404 });
      const parsedBody = await jsonOf(request);
      if (await isLegacyRequest(request, parsedBody)) return legacy.fetch(request, parsedBody);
      return modern.fetch(request, { parsedBody });
    },
    async close() {
      stopTelling();
      await Promise.all([modern.close(), legacy.close()]);
    },
  };
}

/** The body, read once for both eras; undefined leaves it to them to say what is wrong with it. */
async function jsonOf(request: Request): Promise<unknown> {
  if (request.method !== 'POST' || !/^application\/json\b/i.test(request.headers.get('content-type') ?? ''))
    return undefined;
  return request
    .clone()
    .json()
    .catch(() => undefined);
}
