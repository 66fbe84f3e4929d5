/** `install`, `upgrade`, `reinstall`: show the plan, ask, apply it, and say what is next. */

import { registrationDocument } from '../../documents/registration.ts';
import { forgottenClientDocument, revocationDocument } from '../../documents/revocations.ts';
import { trialDocument } from '../../documents/trial.ts';
import type { Given, Needs } from '../../plan/needs.ts';
import { nextSteps } from '../../plan/next-steps.ts';
import type { Answers } from '../../plan/questions.ts';
import type { DraftPlan } from '../../usecases/install/draft-plan.ts';
import { draftInstall, install } from '../../usecases/install/install.ts';
import { type Registration, registerClients } from '../../usecases/install/register.ts';
import { draftReinstall, installedManifest, reinstall } from '../../usecases/install/reinstall.ts';
import type { AppliedPlan, Outcome, RunOptions } from '../../usecases/install/run-plan.ts';
import { draftUpgrade, upgrade } from '../../usecases/install/upgrade.ts';
import {
  type AnswerReferences,
  type AnswerSources,
  readAnswers,
  resolveAnswers,
  sayUncompared,
  withoutReferences,
} from '../answers.ts';
import { askAboutPlan } from '../ask-about-plan.ts';
import type { Context } from '../context.ts';
import { openManifest, type RuleOptions } from '../manifest-file.ts';
import { openPlan } from '../plan/saved-plan.ts';
import { forgottenClientLines } from '../render/forgotten-clients.ts';
import { nextStepDocument, nextStepsText } from '../render/next-steps.ts';
import { capitalized, PARTICIPLES, planText } from '../render/plan.ts';
import { revocationLines } from '../render/revocations.ts';
import { trialLines } from '../render/trials.ts';
import { runAsking } from '../run-asking.ts';
import { registrationLines } from './registrations.ts';

export interface InstallOptions extends AnswerSources, RuleOptions {
  /** False for --no-check. */
  readonly check?: boolean;
  readonly dryRun?: boolean;
}

/** Returns the exit code of the first registration that was refused: the app is installed all the same. */
export async function runInstall(
  context: Context,
  options: InstallOptions & { readonly register?: boolean },
  file: string | undefined,
): Promise<number | undefined> {
  const { ports } = context;
  const saved = file === undefined ? undefined : await openPlan(file, ports);
  const loaded = saved?.loaded ?? (await openManifest(file, options, context));
  const read = saved?.answers ?? (await readAnswers(loaded.manifest, options, ports));
  const scope = { ...context.globals, project: saved?.plan.project ?? context.globals.project };
  const input = { loaded, exactly: saved && { plan: saved.plan, answers: withoutReferences(read) } };
  const result = await applyAsking(context, options, {
    read,
    draft: (answers) => draftInstall({ ...input, answers }, scope, ports),
    run: (given) => install({ ...input, ...given }, scope, ports),
  });
  const isRegistering = options.register && !options.dryRun;
  const registrations = isRegistering ? await registerClients(result.plan.app, scope, ports) : undefined;
  tell(result, context, registrations);
  const refused = registrations?.find(({ outcome: each }) => 'refused' in each)?.outcome;
  return refused && 'refused' in refused ? refused.refused.exitCode : undefined;
}

/** An installed app, and the manifest that it is to have. */
interface Operands {
  readonly app: string;
  readonly file?: string;
}

export async function runUpgrade(context: Context, options: InstallOptions, { app, file }: Operands): Promise<void> {
  const { ports, globals } = context;
  const loaded = await openManifest(file, options, context);
  const input = { app, loaded };
  const result = await applyAsking(context, options, {
    read: await readAnswers(loaded.manifest, options, ports),
    draft: (answers) => draftUpgrade({ ...input, answers }, globals, ports),
    run: (given) => upgrade({ ...input, ...given }, globals, ports),
  });
  tell(result, context);
}

export async function runReinstall(
  context: Context,
  options: InstallOptions & { readonly ask?: boolean },
  { app, file }: Operands,
): Promise<void> {
  const { ports, globals } = context;
  const loaded =
    file === undefined ? await installedManifest(app, globals, ports) : await openManifest(file, options, context);
  const input = { app, loaded, forget: options.ask };
  const result = await applyAsking(context, options, {
    read: await readAnswers(loaded.manifest, options, ports),
    draft: (answers) => draftReinstall({ ...input, answers }, globals, ports),
    run: (given) => reinstall({ ...input, ...given }, globals, ports),
  });
  tell(result, context);
}

interface Change {
  readonly read: AnswerReferences;
  draft(answers: Answers): Promise<DraftPlan>;
  run(given: RunOptions & Given): Promise<Outcome | Needs>;
}

interface Result extends AppliedPlan, Pick<Outcome, 'trials' | 'connected'> {
  readonly outcome: Outcome['outcome'] | 'planned';
}

/** Every plan is shown before it is applied, and a person at a terminal is asked every question. */
async function applyAsking(
  context: Context,
  { dryRun, check }: InstallOptions,
  { read, draft, run }: Change,
): Promise<Result> {
  const { ports } = context;
  if (dryRun) {
    const { plan } = await draft(withoutReferences(read));
    const outcome = plan.steps.length === 0 ? 'nothing-to-do' : 'planned';
    if (outcome === 'nothing-to-do') sayUncompared(read, context);
    return { plan, outcome, revocations: [], forgottenClients: [] };
  }
  const options: RunOptions = {
    review: true,
    asksOptional: ports.prompts.allowed,
    ...(check !== false && { checkedFor: context.globals }),
  };
  const answers = await resolveAnswers(read, ports);
  return runAsking((given) => run({ ...options, ...given }), askAboutPlan(context), { answers });
}

function tell(
  { plan, outcome, revocations, forgottenClients, trials, connected }: Result,
  { globals, output }: Context,
  registrations?: readonly Registration[],
): void {
  const next = nextSteps(plan, connected);
  if (globals.json) {
    const done = outcome.replaceAll('-', '_');
    output.json({
      outcome: done,
      plan,
      next: next.map(nextStepDocument),
      revocations: revocations.map(revocationDocument),
      deleted_clients: forgottenClients.map(forgottenClientDocument),
      ...(trials && { checks: trials.map(trialDocument) }),
      ...(registrations && { registrations: registrations.map(registrationDocument) }),
    });
    return;
  }
  const registered = registrationLines(registrations ?? [], output);
  if (outcome === 'nothing-to-do') {
    output.data([`${plan.app} is installed already, from this very manifest.`, ...registered].join('\n'));
  }
  if (outcome === 'planned') output.data(planText(plan, output));
  if (outcome !== 'done') return;
  const lines = [
    ...revocationLines(revocations),
    ...forgottenClientLines(forgottenClients),
    `${capitalized(PARTICIPLES[plan.operation])} ${plan.app}.`,
    ...trialLines(trials ?? []),
    ...registered,
    ...nextStepsText(next, output),
  ];
  output.data(lines.join('\n'));
}
