/** Fills a home with servers and people, and counts what requests ask of its database. */
import Libsql from 'libsql';
import { createPorts } from '../../test/fakes/ports.ts';
import { startServerHere } from '../../test/fakes/server-here.ts';

export interface Filled {
  readonly url: string;
  readonly key: string;
  readonly serverId: string;
  /** Queries and rows of one request. */
  costOf(method: string, path: string, body?: object): Promise<{ queries: number; rows: number }>;
  close(): Promise<void>;
}

/** A server in this process with so many servers, agents and end users. */
export async function filled(count: number, upstream: string): Promise<Filled> {
  const closing: (() => Promise<void> | void)[] = [];
  const ports = await createPorts();
  const here = await startServerHere(
    { onTestFinished: (close: () => Promise<void> | void) => void closing.push(close) } as never,
    { ports },
  );
  const webApp = await here.webApp('bench');
  const key = await here.key('admin', { webAppId: webApp.id });
  const created = await here.call('POST', '/ai/mcp-servers', {
    key,
    body: { name: 'crm', config: { endpoint: upstream } },
  });
  await here.call('POST', '/ai/agents', { key, body: { name: 'desk' } });
  await here.call('POST', `/ai/agents/desk/mcp-servers/${created.body.id}`, { key });
  await ports.state.write(async (tables) => {
    const [server] = await tables.servers.list('default');
    const [agent] = await tables.agents.list('default');
    if (!server || !agent) throw new Error('The first rows are missing.');
    const now = server.createdAt;
    for (let index = 0; index < count; index++) {
      const name = `s${index}`;
      const id = `00000000-0000-7000-8000-${String(index).padStart(12, '0')}`;
      await tables.servers.save({
        ...server,
        id,
        name,
        displayName: name,
        namespace: name,
        url: `${upstream}?${index}`,
      });
      await tables.agents.save({ ...agent, id, name: `a${index}`, attachments: [] });
      const subject = { subjectType: 'user', externalKey: `u${index}` };
      await tables.actors.save({ webAppId: webApp.id, id: `u${index}`, ...subject, createdAt: now, updatedAt: now });
    }
  });
  const { prepare } = Libsql.prototype;
  return {
    url: here.url,
    key,
    serverId: created.body.id,
    async costOf(method, path, body) {
      const cost = { queries: 0, rows: 0 };
      Libsql.prototype.prepare = function (this: Libsql.Database, sql: string): never {
        const statement = prepare.call(this, sql);
        const all = statement.all.bind(statement);
        cost.queries += 1;
        statement.all = (parameters: object) => {
          const rows = all(parameters);
          cost.rows += rows.length;
          return rows;
        };
        return statement as never;
      };
      const { status, text } = await here.call(method, path, { key, ...(body && { body }) });
      Libsql.prototype.prepare = prepare;
      if (status >= 400) throw new Error(`${method} ${path}: ${status} ${text}`);
      return cost;
    },
    async close() {
      for (const close of closing.reverse()) await close();
      await ports.remove();
    },
  };
}
