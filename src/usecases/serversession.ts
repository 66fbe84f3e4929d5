/** One conversation with a tool server, authorized as its binding says. */
import { openSession, type Session } from '../mcp/session.ts';
import type { Ports, Scope } from '../ports.ts';
import { authorizedFetch } from './authorizedfetch.ts';
import type { ToolServer } from './targets.ts';

export type SessionPorts = Pick<Ports, 'state' | 'secrets' | 'network' | 'clock' | 'identifiers'>;

/** Opens a session, uses it, and closes it however that ends. Refuses what `authorizedFetch` and `Session` refuse. */
export async function withSession<T>(
  server: ToolServer,
  scope: Scope,
  ports: SessionPorts,
  use: (session: Session) => Promise<T>,
): Promise<T> {
  const session = await openSession({ url: server.url, fetch: authorizedFetch(server, scope, ports) });
  try {
    return await use(session);
  } finally {
    await session.close();
  }
}
