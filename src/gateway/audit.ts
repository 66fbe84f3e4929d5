/** Writes a line of the audit log for each call: who called which tool, when, how long it took, and how it ended. */
import type { AuditLog, Scope } from '../ports/index.ts';
import { withoutSecrets } from '../secret.ts';
import { isoTime } from '../time.ts';
import type { CallObserver } from './call-observer.ts';

/**
 * Arguments may hold secrets, so they are left out unless `withArguments` is set. Secrets are replaced in what the client
 * chose, and never in a name that the gateway offers: a server could hide its own calls, or those of another one, with a
 * token that equals such a name.
 */
export function auditObserver({ project, user }: Scope, log: AuditLog, withArguments: boolean): CallObserver {
  return {
    begin: ({ at, agent, client, name, arguments: given }) => ({
      end({ milliseconds, server, tool, outcome, code }) {
        const entry = () => ({
          time: isoTime(at),
          project,
          user,
          agent: agent ?? null,
          client: client ? { name: withoutSecrets(client.name), version: withoutSecrets(client.version) } : null,
          name: tool === undefined ? withoutSecrets(name) : name,
          server: server ?? null,
          tool: tool ?? null,
          duration_ms: Math.round(milliseconds * 1000) / 1000,
          outcome,
          ...(code !== undefined && { code }),
          ...(withArguments && { arguments: withoutSecretsIn(given ?? {}) }),
        });
        log.append(() => JSON.stringify(entry()));
      },
    }),
  };
}

function withoutSecretsIn(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (_name, inner) =>
    typeof inner === 'string' ? withoutSecrets(inner) : inner,
  );
}
