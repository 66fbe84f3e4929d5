/** The gateway over Streamable HTTP: everything at `/mcp`, what an agent may use at `/mcp/AGENT`; and its metrics. */
import type { Site } from '../ports.ts';
import type { Gateway } from './gateway.ts';
import type { Metrics } from './metrics.ts';
import { createRoom, type Room } from './room.ts';

export const PATH = '/mcp';
const METRICS_PATH = '/metrics';

export interface HttpGateway extends Pick<Site, 'takes' | 'answer'> {
  close(): Promise<void>;
}

export function createHttpGateway(gateway: Gateway, metrics: Metrics): HttpGateway {
  const everything = createRoom(gateway);
  const rooms = new Map<string, Room>();

  /** Of an agent that is there. */
  const roomOf = async (agent: string): Promise<Room | undefined> => {
    const known = rooms.get(agent);
    if (await gateway.hasAgent(agent)) {
      const room = known ?? rooms.get(agent) ?? createRoom(gateway.seenBy(agent));
      rooms.set(agent, room);
      return room;
    }
    rooms.delete(agent);
    await known?.close();
    return undefined;
  };

  return {
    async takes(posted) {
      if (posted.path === PATH) return everything.takes(posted);
      const agent = agentAt(posted.path);
      const room = agent === undefined ? undefined : await roomOf(agent);
      return room?.takes(posted) ?? false;
    },
    async answer(request) {
      const { pathname } = new URL(request.url);
      if (pathname === PATH) return everything.answer(request);
      if (pathname === METRICS_PATH && request.method === 'GET') return metrics.page(await gateway.members());
      const agent = agentAt(pathname);
      if (agent === undefined) return notFound(`Clients are served at ${PATH} and at ${PATH}/AGENT.`);
      const room = await roomOf(agent);
      return room ? room.answer(request) : notFound(`There is no agent called ${agent}: mcpctl agent list`);
    },
    async close() {
      await Promise.all([everything, ...rooms.values()].map((room) => room.close()));
    },
  };
}

function agentAt(path: string): string | undefined {
  return /^\/mcp\/([^/?]+)$/.exec(path)?.[1];
}

function notFound(message: string): Response {
  return Response.json({ jsonrpc: '2.0', id: null, error: { code: -32_000, message } }, { status: 404 });
}
