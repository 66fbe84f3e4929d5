/** Runs the operation of a route for a caller: the right, the body, the deadline, what is needed, and the answer. */
import type { JsonObject } from '../json-object.ts';
import { type Auditing, performAudited } from '../operations/audited.ts';
import { provesItself, rightMissing } from '../operations/perform.ts';
import { type Consequence, isNeeds, type Needs } from '../plan/needs.ts';
import { nameOfUser } from '../principal.ts';
import type { Refusal } from '../refusal.ts';
import { withDeadline } from './deadline.ts';
import { type Problem, RequestProblem } from './problem.ts';
import { checkedBody, withoutShown } from './read-body.ts';
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
  readonly auditing: Auditing;
}

const MOST_TRIES = 3;

/** @throws RequestProblem, and Refusal whatever the operation refuses */
export async function runRoute({ route, readBody, signal, auditing, ...rest }: RouteRun): Promise<Ran> {
  const { operation } = route;
  const { caller } = rest;
  // Before the body is read: whoever may not do this learns nothing of what it takes.
  const { right } = operation;
  if (!provesItself(right) && !caller.rights.has(right)) throw refusedAtOnce(route, rest, auditing);
  const read = route.body ? await readBody() : {};
  const body = route.method === 'PATCH' ? await withoutShown(route, read, rest.params) : read;
  const ignored = route.body ? await checkedBody(route.body, body, route.unknownMembers) : [];
  const isBound = operation.effect === 'goes-out';
  const deadline = isBound ? withDeadline(rest.ports, signal) : { ports: rest.ports, signal };
  const request: RouteRequest = { ...rest, body, ports: deadline.ports };
  const input = await route.input(request);
  const { publicUrl } = rest.settings;
  const work = { caller, ports: deadline.ports, signal: deadline.signal, publicUrl };
  const run = (confirm: string | null) =>
    performAudited(operation, { ...input, ...(confirm !== null && { confirm }) }, { work, ...auditing });
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
      ...(await route.headers?.(output as never, request)),
    },
  };
}

function problemOfNeeds(needs: Needs): Problem {
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
    details: { digest, consequences: consequences.map(shown) },
  };
}

/** People by their names: the text of a record is ours. */
function shown(consequence: Consequence): object {
  return 'users' in consequence ? { ...consequence, users: consequence.users.map(nameOfUser) } : consequence;
}

/** Whoever may not do this at all: the audit has it, unless it only reads. */
function refusedAtOnce(
  { operation }: AnyRoute,
  { caller, params }: Pick<RouteRequest, 'caller' | 'params'>,
  { writer, ...request }: Auditing,
): Refusal {
  const refusal = rightMissing(operation);
  if (operation.effect !== 'reads') {
    const { project, name: principal } = caller;
    const target = Object.values(params)[0] ?? '';
    writer.append({
      ...{ ...request, project, principal, operation: operation.name, target },
      ...{ outcome: 'refused', code: refusal.code },
    });
  }
  return refusal;
}
