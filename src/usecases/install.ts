/** `install`: plan, ask, have it approved, and do it in one transaction. */
import { planInstall } from '../plan/install.ts';
import { isDestructive, type Plan } from '../plan/plan.ts';
import type { Answers } from '../plan/questions.ts';
import type { ProjectState } from '../plan/state.ts';
import type { Ports, Scope } from '../ports.ts';
import { Refusal } from '../refusal.ts';
import type { Secret } from '../secret.ts';
import { askQuestions } from './askquestions.ts';
import { carryOut } from './carryout.ts';
import { type AnswerSources, givenAnswers, plannable, resolveSecrets } from './givenanswers.ts';
import type { LoadedManifest } from './loadmanifest.ts';
import { prepare } from './prepare.ts';
import { readProject } from './projectstate.ts';

export type InstallPorts = Pick<
  Ports,
  'state' | 'secrets' | 'files' | 'references' | 'prompts' | 'progress' | 'clock' | 'identifiers'
>;

export interface InstallInput extends AnswerSources {
  readonly loaded: LoadedManifest;
  /** Plan only: nothing is asked and nothing is written. */
  readonly dryRun?: boolean;
  /** Shows the plan to a person; asked for a yes when one is there to give it. */
  readonly show: (plan: Plan) => void;
}

export interface InstallResult {
  readonly plan: Plan;
  readonly outcome: 'done' | 'planned' | 'nothing-to-do';
}

/**
 * Refuses `already-installed` for another manifest under the same name, `provider-name-taken`, `answer-missing`,
 * `interrupted`, `plan-stale`, and what the state and the key store refuse.
 */
export async function install(
  input: InstallInput,
  { project }: Pick<Scope, 'project'>,
  ports: InstallPorts,
): Promise<InstallResult> {
  const { loaded, show, dryRun } = input;
  const given = await givenAnswers(loaded.manifest, input, ports);
  const state = await ports.state.read((tables) => readProject(project, tables));
  const planWith = (answers: Answers) => (now: ProjectState) => planInstall(loaded.manifest, now, answers);
  const draft = planWith(plannable(given))(state);
  if (draft.operation === 'upgrade') throw alreadyInstalled(draft);
  refuseConflicts(draft);
  if (draft.steps.length === 0) return { plan: draft, outcome: 'nothing-to-do' };
  if (dryRun) return { plan: draft, outcome: 'planned' };

  const asked = await askQuestions(draft.questions, ports);
  const secrets = new Map<string, Secret>([...(await resolveSecrets(given, ports)), ...asked.secrets]);
  const values = new Map([...given.values, ...asked.values]);
  const replan = planWith({ values, secrets: new Set(secrets.keys()) });
  const plan = replan(state);
  show(plan);
  await approve(plan, ports.prompts);
  const prepared = await prepare(plan, loaded, secrets, state, ports);
  await carryOut({ plan, prepared, before: state, replan }, ports);
  return { plan, outcome: 'done' };
}

/**
 * A person is asked; a script that typed the command meant it, unless something would be gone.
 * Refuses `confirmation-missing` and `interrupted`.
 */
export async function approve(plan: Plan, prompts: Ports['prompts']): Promise<void> {
  const verb = plan.operation;
  if (!prompts.allowed && !isDestructive(plan)) return;
  if (!(await confirmed(`${capitalized(verb)} ${plan.app} as shown?`, `mcpctl ${verb} ${plan.app} --yes`, prompts))) {
    throw new Refusal('interrupted', {
      what: `${plan.app} was not ${PARTICIPLES[verb]}.`,
      why: 'The answer was no.',
      hint: 'Nothing was changed.',
    });
  }
}

/** Asks for a yes. Where nobody can be asked, only `--yes` is one: refuses `confirmation-missing`. */
export async function confirmed(message: string, command: string, prompts: Ports['prompts']): Promise<boolean> {
  if (prompts.allowed || prompts.yes) return prompts.confirm({ message });
  throw new Refusal('confirmation-missing', {
    what: 'Something would be deleted, and nobody can be asked here.',
    hint: `Say yes beforehand: ${command}`,
  });
}

const PARTICIPLES = {
  install: 'installed',
  reinstall: 'reinstalled',
  upgrade: 'upgraded',
  uninstall: 'uninstalled',
} as const satisfies Record<Plan['operation'], string>;

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** Refuses `provider-name-taken`, with every conflict and both ways out. */
export function refuseConflicts({ conflicts, app }: Plan): void {
  const [first] = conflicts;
  if (!first) return;
  throw new Refusal('provider-name-taken', {
    what: conflicts
      .map(({ provider_name, held_by }) => `The provider name ${provider_name} is taken by ${held_by}.`)
      .join('\n'),
    why: `${app} would create a provider of that name, and nothing of somebody else's is replaced.`,
    hint: first.ways_out.map((way, index) => `${index === 0 ? '' : '      or: '}${way}`).join('\n'),
    details: { conflicts },
  });
}

function alreadyInstalled(plan: Plan): Refusal {
  return new Refusal('already-installed', {
    what: `${plan.app} is installed already, from another manifest.`,
    why: `This manifest would change it in ${plan.steps.length} steps.`,
    hint: `See what would change with mcpctl plan, then: mcpctl upgrade ${plan.app}`,
    details: { app: plan.app },
  });
}
