/** Applies a plan once its questions are answered and it is confirmed: one transaction, then it revokes what that ended. */
import { confirmationFor, type Given, type Needs } from '../../plan/needs.ts';
import { needsYes, type Plan } from '../../plan/plan.ts';
import type { Ports, Scope } from '../../ports/index.ts';
import { type ForgottenClient, forgetClients } from '../../providers/forget-registration.ts';
import type { Secret } from '../../secret.ts';
import { type RevokedConnection, revokeEnded, revokeLeftBehind } from '../../tokens/revocations.ts';
import type { Trial } from '../../tools/try-server.ts';
import { applyPlan } from './apply.ts';
import type { DraftPlan } from './draft-plan.ts';
import type { LoadedManifest } from './load-manifest.ts';
import { type PreparedRows, prepareRows } from './prepare-rows.ts';
import { clientsToForget } from './registrations.ts';

export type RunPlanPorts = Pick<Ports, 'state' | 'secrets' | 'progress' | 'clock' | 'identifiers' | 'network'>;

/** What a front wants to be asked for, beyond what no front can leave out. */
export interface RunOptions {
  /** The plan has to be confirmed even when nothing ends by it. */
  readonly review?: boolean;
  /** The front asks a person: questions that may stay unanswered are returned, too. */
  readonly asksOptional?: boolean;
  /** For whom the secrets that are given now are tried before anything is stored. Without it they are not tried. */
  readonly checkedFor?: Scope;
}

export interface RunPlanInput extends RunOptions, Given {
  readonly draft: DraftPlan;
  readonly loaded: LoadedManifest;
  /** By the keys of their questions: secrets that are given, and secrets that are kept from before. */
  readonly secrets: ReadonlyMap<string, Secret>;
}

export interface AppliedPlan {
  readonly plan: Plan;
  readonly revocations: readonly RevokedConnection[];
  readonly forgottenClients: readonly ForgottenClient[];
}

export interface Outcome extends AppliedPlan {
  readonly outcome: 'done' | 'nothing-to-do';
  /** What came back for the secrets that were tried. */
  readonly trials?: readonly Trial[];
  /** The names of providers that nobody has to connect any more. */
  readonly connected?: readonly string[];
}

/**
 * If an answer is missing: returns the questions, with the plan.
 * If something would end or go to another server, or the front reviews: returns the plan until its digest is given.
 * If the state changes while the plan is applied: nothing is written.
 *
 * @throws Refusal `plan-stale`, and what the state and the key store refuse.
 */
export async function runPlan(input: RunPlanInput, ports: RunPlanPorts): Promise<Outcome | Needs> {
  const { draft, loaded, secrets } = input;
  const { plan, state } = draft;
  if (plan.steps.length === 0) return { plan, outcome: 'nothing-to-do', revocations: [], forgottenClients: [] };
  const needs = questionsOf(plan, input) ?? (await confirmationOf(plan, input));
  if (needs) return needs;
  const prepared = await prepareRows({ plan, loaded, secrets, state }, ports);
  const given = new Set(input.answers?.secrets.keys());
  const scope = input.checkedFor;
  if (scope === undefined || given.size === 0) {
    return { outcome: 'done', ...(await applyDraft(draft, prepared, ports)) };
  }
  // The sessions of a trial load much, and most plans have nothing to try.
  const { checkAnswers } = await import('./check-answers.ts');
  const { trials, machines } = await checkAnswers({ plan, prepared, given, scope }, ports);
  const applied = await applyDraft(draft, prepared, ports);
  if (machines.length === 0) return { outcome: 'done', ...applied, trials };
  const { connectMachines } = await import('../connect/connect-machines.ts');
  return { outcome: 'done', ...applied, trials, connected: await connectMachines(machines, scope, ports) };
}

/** Deletes what the plan ends in one transaction. Then it revokes tokens, and after them the clients that gave them. */
export async function applyDraft(
  { plan, state, replan }: DraftPlan,
  prepared: PreparedRows,
  ports: Pick<Ports, 'state' | 'secrets' | 'network' | 'progress' | 'clock'>,
): Promise<AppliedPlan> {
  const { progress } = ports;
  const clients = await clientsToForget(plan, state, ports);
  if (plan.steps.some(({ action }) => action === 'revoke-connection')) progress.step('Revoking tokens');
  const ended = await applyPlan({ plan, prepared, before: state, replan }, ports);
  const revocations = await revokeEnded(ended, ports);
  if (clients.length > 0) progress.step('Deleting registered clients');
  const forgottenClients = await forgetClients(clients, ports);
  progress.done();
  await revokeLeftBehind(ports);
  return { plan, revocations, forgottenClients };
}

function questionsOf(plan: Plan, { asksOptional }: RunOptions): Needs | undefined {
  const isOpen = plan.questions.some(({ required }) => required || asksOptional);
  return isOpen ? { needs: 'answers', questions: plan.questions, plan } : undefined;
}

/** A digest that is given has to fit, even where none is needed. */
async function confirmationOf(plan: Plan, input: RunPlanInput): Promise<Needs | undefined> {
  if (!input.review && input.confirm === undefined && !needsYes(plan)) return undefined;
  return confirmationFor([{ kind: 'plan-applied', plan }], input);
}
