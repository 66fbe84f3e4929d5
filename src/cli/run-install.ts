/** `install`: shows the plan, asks, installs, and says what is next. */
import { nextSteps } from '../plan/nextsteps.ts';
import type { Plan } from '../plan/plan.ts';
import { type InstallResult, install } from '../usecases/install.ts';
import type { AnswerOptions } from './answer-options.ts';
import type { Context } from './context.ts';
import { openManifest } from './manifest-file.ts';
import type { Output } from './output.ts';
import { nextStepsText } from './render/nextsteps.ts';
import { planText } from './render/plan.ts';

export async function runInstall(
  context: Context,
  options: AnswerOptions & { readonly dryRun?: boolean },
  file: string | undefined,
): Promise<void> {
  const { ports, globals, output } = context;
  const loaded = await openManifest(file, context);
  const show = (plan: Plan) => output.say(planText(plan, output.color));
  const result = await install({ ...options, loaded, show }, globals, ports);
  if (globals.json) output.json(installDocument(result));
  else tell(result, output);
}

/** The document of `install`, `upgrade` and `reinstall`. */
export function installDocument({ plan, outcome }: InstallResult): object {
  return { outcome: outcome.replaceAll('-', '_'), plan, next: nextSteps(plan) };
}

function tell({ plan, outcome }: InstallResult, output: Output): void {
  if (outcome === 'nothing-to-do') output.data(`${plan.app} is installed already, from this very manifest.`);
  if (outcome === 'planned') output.data(planText(plan, output.color));
  if (outcome === 'done') output.data([`Installed ${plan.app}.`, ...nextStepsText(nextSteps(plan), output)].join('\n'));
}
