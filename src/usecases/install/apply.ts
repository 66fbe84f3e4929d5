/** Applies a plan in one transaction, or refuses because the state is no longer the one that it was made for. */
import { hint } from '../../next-step.ts';
import { belongsToSameClient } from '../../plan/client.ts';
import { stepTo } from '../../plan/next-steps.ts';
import type { Plan, Step } from '../../plan/plan.ts';
import type { ProjectState } from '../../plan/state.ts';
import type { Ports, Tables } from '../../ports/index.ts';
import { leaveWithFormer } from '../../providers/keep-provider.ts';
import type { Installation, PendingRevocation } from '../../records.ts';
import { Refusal } from '../../refusal.ts';
import { endConnection } from '../../tokens/revocations.ts';
import type { PreparedRows } from './prepare-rows.ts';
import { readProject } from './project-state.ts';

export interface ApplyInput {
  readonly plan: Plan;
  readonly prepared: PreparedRows;
  /** The state that the rows were prepared from. */
  readonly before: ProjectState;
  /** Makes the plan anew from the state as it is in the transaction. */
  readonly replan: (state: ProjectState) => Plan;
}

/**
 * Returns the tokens that are to be revoked.
 * @throws Refusal `plan-stale`
 */
export async function applyPlan(
  input: ApplyInput,
  { state, clock }: Pick<Ports, 'state' | 'clock'>,
): Promise<readonly PendingRevocation[]> {
  const { plan, prepared, before, replan } = input;
  return state.write(async (tables) => {
    const ended: PendingRevocation[] = [];
    const now = await readProject(plan.project, tables);
    const isSame = sameDocument(replan(now), plan) && sameDocument(touched(plan, now), touched(plan, before));
    if (!isSame) throw stale(plan);
    for (const step of plan.steps) {
      const revocation = await applyStep(step, { operation: plan.operation, prepared, state: now, tables, clock });
      if (revocation) ended.push(revocation);
    }
    return ended;
  });
}

interface StepInput {
  readonly operation: Plan['operation'];
  readonly prepared: PreparedRows;
  readonly state: ProjectState;
  readonly tables: Tables;
  readonly clock: Ports['clock'];
}

async function applyStep(
  step: Step,
  { operation, prepared, state, tables, clock }: StepInput,
): Promise<PendingRevocation | undefined> {
  const providerNamed = (name: string) => state.providers.find((provider) => provider.name === name);
  switch (step.action) {
    case 'revoke-connection': {
      const provider = providerNamed(step.provider_name);
      const connection = state.connections.find((each) => each.providerId === provider?.id && each.user === step.user);
      return provider && connection && endConnection(connection, provider, { tables, clock });
    }
    case 'delete-provider': {
      const provider = providerNamed(step.provider_name);
      if (provider) await tables.providers.remove(provider.id);
      return;
    }
    case 'create-provider':
    case 'update-provider': {
      const row = prepared.providers.get(step.provider.name);
      const before = providerNamed(step.provider.name);
      if (before && !belongsToSameClient(step.provider, before)) await leaveWithFormer(before, tables);
      if (row) await tables.providers.save(row);
      return;
    }
    case 'record-installation':
      if (prepared.installation) await tables.installations.save(prepared.installation);
      return;
    case 'delete-installation': {
      const installation = state.installations.find(({ name }) => name === step.app);
      if (installation === undefined) return;
      await tables.installations.remove(installation.id);
      // Pins survive a reinstallation: reinstalling accepts no changed definition of a tool.
      if (operation === 'uninstall') await forgetPins(installation, tables);
      return;
    }
    // The rows above hold these: an installation its bindings, a provider or a collection its secret.
    case 'bind-provider':
    case 'bind-collection':
    case 'reuse-provider':
    case 'store-secret':
      return;
  }
}

/** Forgets also the pins of collections that an upgrade has removed. */
async function forgetPins({ project, name }: Installation, tables: Tables): Promise<void> {
  for (const { server } of await tables.toolPins.list(project)) {
    if (server.startsWith(`${name}/`)) await tables.toolPins.remove(project, server);
  }
}

/** The stored rows that the prepared rows replace. */
function touched(plan: Plan, { installations, providers }: ProjectState) {
  const changed = plan.steps.flatMap((step) => (step.action === 'update-provider' ? [step.provider.name] : []));
  return {
    installation: installations.find(({ name }) => name === plan.app)?.id,
    providers: providers.filter(({ name }) => changed.includes(name)),
  };
}

function sameDocument(one: object, other: object): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function stale(plan: Plan): Refusal {
  return new Refusal('plan-stale', {
    what: 'The state has changed since the plan was made, so nothing was done.',
    why: 'Another process installed, connected or removed something meanwhile.',
    hint: hint`See what it would do now: ${stepTo(plan)}`,
  });
}
