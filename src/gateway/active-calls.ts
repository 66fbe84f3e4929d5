/** Finds the client that a message of a server belongs to: the client whose call the server is working on. */
import type { RunInContext } from '../mcp/forward-request.ts';
import type { AsyncContext } from '../ports/index.ts';
import type { ClientChannel } from './forwarded-request.ts';

export interface ActiveCalls {
  /** Does the work of one call. The messages that `runInContext` handles belong to its client. */
  run<R>(client: ClientChannel, server: string, work: (runInContext: RunInContext) => Promise<R>): Promise<R>;
  /** The client whose message is being handled; undefined outside of all calls. */
  current(): ClientChannel | undefined;
  /** The client that alone has a call at this server; undefined when none has, or several have. */
  onlyClientOf(server: string): ClientChannel | undefined;
}

export function createActiveCalls(context: AsyncContext<ClientChannel>): ActiveCalls {
  const servers = new Map<ClientChannel, string>();
  return {
    run(client, server, work) {
      servers.set(client, server);
      return work((inContext) => context.run(client, inContext)).finally(() => servers.delete(client));
    },
    current() {
      // A session that was opened during a call outlives the call, but keeps its context.
      const client = context.current();
      return client && servers.has(client) ? client : undefined;
    },
    onlyClientOf(server) {
      const [first, ...others] = [...servers].filter(([, each]) => each === server);
      return others.length === 0 ? first?.[0] : undefined;
    },
  };
}
