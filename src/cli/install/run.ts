/** `install`, `upgrade`, `reinstall`: show the plan, ask, do it, and say what is next. */
import { nextSteps } from '../../plan/next-steps.ts';
import type { Plan } from '../../plan/plan.ts';
import { givenAnswers } from '../../providers/given-answers.ts';
import { install } from '../../usecases/install/install.ts';
import { type Registration, registerClients } from '../../usecases/install/register.ts';
import { reinstall } from '../../usecases/install/reinstall.ts';
import type { Outcome } from '../../usecases/install/run-plan.ts';
import { openPlan } from '../../usecases/install/saved-plan.ts';
import { upgrade } from '../../usecases/install/upgrade.ts';
import type { AnswerOptions } from '../answer-options.ts';
import type { Context } from '../context.ts';
import { openManifest } from '../manifest-file.ts';
import { forgottenClientDocument, forgottenClientLines } from '../render/forgotten-clients.ts';
import { nextStepDocument, nextStepsText } from '../render/next-steps.ts';
import { planText } from '../render/plan.ts';
import { revocationDocument, revocationLines } from '../render/revocations.ts';
import { registrationDocument, registrationLines } from './registrations.ts';

export interface InstallOptions extends AnswerOptions {
  readonly dryRun?: boolean;
}

/** The exit code is that of the first registration that was refused: the app is installed all the same. */
export async function runInstall(
  context: Context,
  options: InstallOptions & { readonly register?: boolean },
  file: string | undefined,
): Promise<number | undefined> {
  const { ports, globals } = context;
  const { dryRun } = options;
  const saved = file === undefined ? undefined : await openPlan(file, ports);
  const loaded = saved?.loaded ?? (await openManifest(file, context));
  const given = saved?.given ?? (await givenAnswers(loaded.manifest, options, ports));
  const outcome = await install({ loaded, given, exactly: saved?.plan, dryRun, show: shown(context) }, globals, ports);
  const { app, project } = outcome.plan;
  const registrations =
    options.register && !dryRun ? await registerClients(app, { ...globals, project }, ports) : undefined;
  tell(outcome, context, registrations);
  const refused = registrations?.find(({ outcome: each }) => 'refused' in each)?.outcome;
  return refused && 'refused' in refused ? refused.refused.exitCode : undefined;
}

export async function runUpgrade(context: Context, options: InstallOptions, app: string, file?: string): Promise<void> {
  const { ports, globals } = context;
  const loaded = await openManifest(file, context);
  const given = await givenAnswers(loaded.manifest, options, ports);
  tell(await upgrade({ app, loaded, given, dryRun: options.dryRun, show: shown(context) }, globals, ports), context);
}

export async function runReinstall(
  context: Context,
  options: InstallOptions & { readonly ask?: boolean },
  app: string,
  file?: string,
): Promise<void> {
  const { ports, globals } = context;
  const loaded = file === undefined ? undefined : await openManifest(file, context);
  tell(await reinstall({ ...options, app, loaded, show: shown(context) }, globals, ports), context);
}

function shown({ output }: Context): (plan: Plan) => void {
  return (plan) => output.say(planText(plan, output));
}

function tell(
  { plan, outcome, revocations, forgottenClients }: Outcome,
  { globals, output }: Context,
  registrations?: readonly Registration[],
): void {
  const next = nextSteps(plan);
  if (globals.json) {
    const done = outcome.replaceAll('-', '_');
    output.json({
      outcome: done,
      plan,
      next: next.map(nextStepDocument),
      revocations: revocations.map(revocationDocument),
      deleted_clients: forgottenClients.map(forgottenClientDocument),
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
    `${DONE[plan.operation]} ${plan.app}.`,
    ...registered,
    ...nextStepsText(next, output),
  ];
  output.data(lines.join('\n'));
}

const DONE = {
  install: 'Installed',
  reinstall: 'Reinstalled',
  upgrade: 'Upgraded',
  uninstall: 'Uninstalled',
} as const satisfies Record<Plan['operation'], string>;
