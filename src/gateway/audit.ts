/** Writes lines of the audit log for each call: who called what, when, how long it took, and how it ended. */
import type { AuditLog, Identifiers, Scope } from '../ports/index.ts';
import { secretsOfNow, withoutSecrets } from '../secret.ts';
import { isoTime } from '../time.ts';
import type { CallObserver, StartedCall } from './call-observer.ts';

export interface AuditOptions {
  /** Whether lines hold the arguments, and the query of a URI. */
  readonly withArguments: boolean;
  /** Whether a line is on disk before the call goes out; one with the same `id` follows at its end. */
  readonly isDurable: boolean;
}

export interface AuditPorts {
  readonly auditLog: AuditLog;
  readonly identifiers: Identifiers;
}

/**
 * Arguments may hold secrets, so they are left out unless `withArguments` is set. Secrets are replaced in what the client
 * chose, and never in a name that the gateway offers: a server could hide its own calls, or those of another one, with a
 * token that equals such a name.
 */
export function auditObserver(
  { project, user }: Scope,
  { auditLog, identifiers }: AuditPorts,
  { withArguments, isDurable }: AuditOptions,
): CallObserver {
  return {
    begin(call) {
      // The line is made later, when another request may be served.
      const secrets = secretsOfNow();
      const clean = (text: string) => withoutSecrets(text, secrets);
      const id = isDurable ? identifiers.next() : undefined;
      const entry = ({ server, tool }: { server?: string; tool?: string }) => ({
        time: isoTime(call.at),
        ...(id !== undefined && { id }),
        project,
        user,
        agent: call.agent ?? null,
        client: call.client ? { name: clean(call.client.name), version: clean(call.client.version) } : null,
        method: call.method,
        name: tool === undefined ? clean(auditedName(call, withArguments)) : call.name,
        server: server ?? null,
        tool: tool ?? null,
      });
      const given = () => withArguments && { arguments: withoutSecretsIn(call.arguments ?? {}, clean) };
      return {
        ...(isDurable && {
          send: (target) => auditLog.record(JSON.stringify({ ...entry(target), outcome: 'begun', ...given() })),
        }),
        end({ milliseconds, outcome, code, ...target }) {
          const ended = () => ({
            ...entry(target),
            duration_ms: Math.round(milliseconds * 1000) / 1000,
            outcome,
            ...(code !== undefined && { code }),
            ...given(),
          });
          auditLog.append(() => JSON.stringify(ended()));
        },
      };
    },
  };
}

/** A URI without what follows its path, which may hold a token. */
export function auditedName({ method, name }: StartedCall, isWhole: boolean): string {
  const mayBeURI = method === 'resources/read' || method === 'completion/complete';
  return isWhole || !mayBeURI ? name : name.replace(/[?#].*$/s, '');
}

export function withoutSecretsIn(value: unknown, clean: (text: string) => string): unknown {
  return JSON.parse(JSON.stringify(value), (_name, inner) => (typeof inner === 'string' ? clean(inner) : inner));
}
