/** `/api/v1` for what goes on: consents, the audit, and jobs. */
import { auditDocument } from '../../documents/audit.ts';
import { connectReportDocument } from '../../documents/connection.ts';
import { jobDocument } from '../../documents/job.ts';
import type { JsonObject } from '../../json-object.ts';
import { auditList, auditListArguments, jobShow } from '../../operations/audit.ts';
import { connectionBegin, connectionConfirm, connectionShow } from '../../operations/connection.ts';
import { isoTime, parseIsoTime } from '../../time.ts';
import { RequestProblem } from '../problem.ts';
import { type AnyRoute, route } from '../route.ts';
import { waitIn } from '../seed/sessions.ts';

const refusing = { unknownMembers: 'refused' } as const;

const AUDIT_QUERY = {
  limit: { description: 'The most rows; 100 when left out.' },
  before: { description: 'Rows older than the row with this id.' },
  after: { description: 'Rows newer than the row with this id, oldest first.' },
  since: { description: 'Rows from this time on (RFC 3339).' },
  principal: { description: 'Rows of this principal, as rows name it.' },
  target: { description: 'Rows about this server, tool, agent or other thing.' },
  operation: { description: 'Rows of this operation.' },
} as const;

export const activityRoutes: readonly AnyRoute[] = [
  route({
    ...refusing,
    method: 'POST',
    path: '/api/v1/connects',
    operation: connectionBegin,
    summary: 'Begins a consent for an account of the caller.',
    body: 'BeginConnectInput',
    status: 201,
    response: 'BegunConnect',
    input: ({ body }) => ({
      server: String(body.server),
      ...(body.agent !== undefined && { agent: String(body.agent) }),
      ...(body.confirm_at !== undefined && { confirmAt: String(body.confirm_at) }),
    }),
    answer: (begun) => ({
      requires_oauth: begun.requiresOauth,
      url: begun.requiresOauth ? begun.url : null,
      connect_id: begun.requiresOauth ? begun.connectId : null,
      expires_at: begun.requiresOauth ? isoTime(begun.expiresAt) : null,
      ...(begun.warning !== undefined && { warning: begun.warning }),
    }),
  }),
  route({
    ...refusing,
    method: 'GET',
    path: '/api/v1/connects/{id}',
    operation: connectionShow,
    summary: 'Says where a consent stands; with `wait`, when that changes.',
    query: { wait: { description: 'Seconds to wait for a change; 20 at most.' } },
    response: 'Connect',
    input: ({ params, query }) => ({ connectId: params.id ?? '', wait: waitIn(query) }),
    answer: connectReportDocument,
  }),
  route({
    ...refusing,
    method: 'POST',
    path: '/api/v1/connects/{id}/confirm',
    operation: connectionConfirm,
    summary:
      'Proves that whoever finished a consent is who began it: the code of the page, or the word of the web app.',
    body: 'ConfirmForActorInput',
    response: 'Connect',
    input: ({ params, body }) => ({ connectId: params.id ?? '', ...confirmationIn(body) }),
    answer: connectReportDocument,
  }),
  route({
    ...refusing,
    method: 'GET',
    path: '/api/v1/audit',
    operation: auditList,
    summary: 'Lists who did what, newest first, without arguments of tools.',
    query: AUDIT_QUERY,
    response: 'AuditRows',
    input: ({ query }) => auditIn(query),
    answer: auditDocument,
  }),
  route({
    ...refusing,
    method: 'GET',
    path: '/api/v1/audit/arguments',
    operation: auditListArguments,
    summary: 'The same with the arguments of tools, where they were kept.',
    query: AUDIT_QUERY,
    response: 'AuditRows',
    input: ({ query }) => auditIn(query),
    answer: auditDocument,
  }),
  route({
    ...refusing,
    method: 'GET',
    path: '/api/v1/jobs/{id}',
    operation: jobShow,
    summary: 'Says how far work is that a request has begun.',
    response: 'Job',
    input: ({ params }) => ({ id: params.id ?? '' }),
    answer: jobDocument,
  }),
];

function confirmationIn({ code, actor_id: actorId }: JsonObject) {
  if (code !== undefined) return { code: String(code) };
  if (actorId !== undefined) return { actorId: String(actorId) };
  throw new RequestProblem({
    status: 400,
    code: 'input-invalid',
    message: 'The body proves nothing: code and actor_id are missing.',
    next: 'Send the code of the page, or, with the key of the web app, the actor_id.',
  });
}

function auditIn(query: URLSearchParams) {
  const text = (name: string) => query.get(name) ?? undefined;
  const since = text('since');
  const limit = text('limit');
  if (since !== undefined && parseIsoTime(since) === undefined) throw badParameter('since', '2026-01-31T12:00:00Z');
  if (limit !== undefined && !/^\d{1,4}$/.test(limit)) throw badParameter('limit', '100');
  const wanted = {
    limit: limit === undefined ? undefined : Number(limit),
    since: since === undefined ? undefined : parseIsoTime(since),
    ...Object.fromEntries(['before', 'after', 'principal', 'target', 'operation'].map((name) => [name, text(name)])),
  };
  return Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
}

function badParameter(name: string, example: string): RequestProblem {
  return new RequestProblem({
    status: 400,
    code: 'input-invalid',
    message: `The parameter ${name} has a value that is not allowed.`,
    next: `For example: ?${name}=${example}`,
  });
}
