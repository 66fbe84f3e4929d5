/** A line of the audit log for each call: who, which tool, when, how long, with which outcome. */
import type { AuditLog, Scope } from '../ports/index.ts';
import { withoutSecrets } from '../secret.ts';
import type { CallObserver } from './call-observer.ts';

/** Arguments may be anything, a secret among them: they are left out unless somebody asked for them. */
export function auditObserver({ project, user }: Scope, log: AuditLog, withArguments: boolean): CallObserver {
  return {
    begin: ({ at, agent, client, name, arguments: given }) => ({
      end({ milliseconds, server, tool, outcome, code }) {
        const entry = () => ({
          time: new Date(at).toISOString(),
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
