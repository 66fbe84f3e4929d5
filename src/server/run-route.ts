/** Runs the operation of a route for a caller: the right, the body, the deadline, what is needed, and the answer. */
import type { JsonObject } from '../json-object.ts';
import { perform, provesItself, rightMissing } from '../operations/perform.ts';
import { isNeeds, type Needs } from '../plan/needs.ts';
import type { AuditRow } from '../records-of-callers.ts';
import { withDeadline } from './deadline.ts';
import { RequestProblem } from './problem.ts';
import { checkedBody } from './read-body.ts';
import type { AnyRoute, RouteRequest } from './route.ts';

export interface Ran {
  readonly body: object;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

export interface RouteRun extends Omit<RouteRequest, 'body'> {
  readonly route: AnyRoute;
  readonly readBody: () => Promise<JsonObject>;
  /** Aborted when the client has gone. */
  readonly signal: AbortSignal;
}

const MOST_TRIES = 3;

/** @throws RequestProblem, and Refusal whatever the operation refuses */
export async function runRoute({ route, readBody, signal, ...rest }: RouteRun): Promise<Ran> {
  const { operation } = route;
  const { caller } = rest;
  // Before the body is read: whoever may not do this learns nothing of what it takes.
  const { right } = operation;
  if (!provesItself(right) && !caller.rights.has(right)) throw rightMissing(operation);
  const body = route.body ? await readBody() : {};
  const ignored = route.body ? await checkedBody(route.body, body, route.unknownMembers) : [];
  const isBound = operation.effect === 'goes-out';
  const deadline = isBound ? withDeadline(rest.ports, signal) : { ports: rest.ports, signal };
  const request: RouteRequest = { ...rest, body, ports: deadline.ports };
  const input = await route.input(request);
  const { publicUrl } = rest.settings;
  const work = { caller, ports: deadline.ports, signal: deadline.signal, publicUrl };
  const run = (confirm: string | null) => perform(operation, { ...input, ...(confirm !== null && { confirm }) }, work);
  let output = await run(rest.query.get('confirm'));
  // What would end may change in between, so each digest is of what is there now.
  for (let tries = 0; route.agreed && isNeeds(output) && output.needs === 'confirmation'; tries++) {
    if (rest.query.get('dry_run') === 'true') return { body: route.agreed(output), status: 200, headers: {} };
    if (tries === MOST_TRIES) break;
    output = await run(output.digest);
  }
  if (isNeeds(output)) throw new RequestProblem(problemOfNeeds(output));
  return {
    body: await route.answer(output as never, request),
    status: route.status ?? 200,
    headers: {
      ...(ignored.length > 0 && { 'x-mcpctl-ignored': ignored.map(encodeURI).join(', ').slice(0, 1000) }),
      ...route.headers?.(output as never),
    },
  };
}

function problemOfNeeds(needs: Needs) {
  if (needs.needs === 'answers') {
    return {
      status: 422,
      code: 'answer-missing',
      message: 'Answers are missing.',
      why: `${needs.questions.length} questions of the manifest have no answer.`,
      next: 'Send the same request with `answers` to the questions in `details`.',
      details: { questions: needs.questions, plan: needs.plan },
    };
  }
  const { digest, consequences } = needs;
  return {
    status: 409,
    code: 'confirmation-needed',
    message: 'This ends something, so it needs a confirmation.',
    why: 'What would happen is in `details`.',
    next: `Send the same request with ?confirm=${digest}`,
    details: { digest, consequences },
  };
}

/** What a row of the audit says of a request. */
export function auditedRequest(route: AnyRoute, { params, caller }: Pick<RouteRequest, 'params' | 'caller'>) {
  return {
    project: caller.project,
    principal: caller.name,
    operation: route.operation.name,
    target: Object.values(params)[0] ?? '',
  } satisfies Partial<AuditRow>;
}
