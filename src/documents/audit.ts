/** The audit as a document, and a row of it as a line of its own. */
import type { AuditRow } from '../records-of-callers.ts';
import { isoTime } from '../time.ts';
import type { AuditPart } from '../usecases/access/read-audit.ts';

export function auditRowDocument({ id, at, principal, agent, client, operation, target, outcome, ...row }: AuditRow) {
  return {
    id,
    time: isoTime(at),
    principal,
    agent: agent ?? null,
    client: client ?? null,
    operation,
    target: target === '' ? null : target,
    outcome,
    code: row.code ?? null,
    duration_ms: row.milliseconds ?? null,
    request_id: row.requestId ?? null,
    begun_by: row.begunBy ?? null,
    ...(row.arguments !== undefined && { arguments: row.arguments }),
  };
}

export function auditDocument({ rows, next }: AuditPart) {
  return { rows: rows.map(auditRowDocument), next: next ?? null };
}
