/** Writes a line of the audit log for each call: who called which tool, when, how long it took, and how it ended. */
import type { AuditLog, Scope } from '../ports/index.ts';
import { withoutSecrets } from '../secret.ts';
import { isoTime } from '../time.ts';
import type { CallObserver } from './call-observer.ts';

/** Arguments may hold secrets, so they are left out unless `withArguments` is set. */
export function auditObserver({ project, user }: Scope, log: AuditLog, withArguments: boolean): CallObserver {
  return {
    begin: ({ at, agent, client, name, arguments: given }) => ({
      end({ milliseconds, server, tool, outcome, code }) {
        const entry = () => ({
          time: isoTime(at),
          project,
          user,
          agent: agent ?? null,
          client: client ? { name: client.name, version: client.version } : null,
          name,
          server: server ?? null,
          tool: tool ?? null,
          duration_ms: Math.round(milliseconds * 1000) / 1000,
          outcome,
          ...(code !== undefined && { code }),
          ...(withArguments && { arguments: given ?? {} }),
        });
        log.append(() => withoutSecrets(JSON.stringify(entry())));
      },
    }),
  };
}
