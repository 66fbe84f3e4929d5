/** Tries the secrets of an installation that were given now, before anything of it is stored. */
import { hint } from '../../next-step.ts';
import { stepTo } from '../../plan/next-steps.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Scope } from '../../ports/index.ts';
import type { Provider } from '../../records.ts';
import { serversOf, type ToolServer } from '../../targets.ts';
import type { Trial } from '../../tools/try-server.ts';
import { type TrialPorts, tryCredentials } from '../connect/try-credentials.ts';
import type { PreparedRows } from './prepare-rows.ts';

export interface CheckInput {
  readonly plan: Plan;
  readonly prepared: PreparedRows;
  /** The keys of the secrets that were given now. */
  readonly given: ReadonlySet<string>;
  readonly scope: Scope;
}

export interface CheckedAnswers {
  readonly trials: readonly Trial[];
  /** The names of the providers whose clients ask in their own name, and were accepted. */
  readonly machines: readonly string[];
}

/** @throws Refusal `verification-failed` for a secret that its server does not accept. */
export async function checkAnswers(
  { plan, prepared, given, scope }: CheckInput,
  ports: TrialPorts,
): Promise<CheckedAnswers> {
  const { installation, providers } = prepared;
  if (installation === undefined) return { trials: [], machines: [] };
  const machines = [...providers.values()].filter((provider) => isGivenMachine(provider, plan, given));
  const all = serversOf(installation, [...providers.values()]);
  const servers = all.filter(
    ({ access, collectionId }) =>
      (access.via === 'api_key' && given.has(`${collectionId}.api_key`)) ||
      (access.via === 'provider' && machines.includes(access.provider)),
  );
  const advice = (server: ToolServer) => {
    const key = keyOf(server, plan);
    return hint`Give another to ${stepTo(plan)} with ${{ do: 'give', field: 'answer', value: `${key}=env:NAME` }}`;
  };
  const trials = await tryCredentials(servers, { scope, advice }, ports);
  const accepted = new Set(trials.flatMap(({ name, tools }) => (tools === undefined ? [] : name)));
  const names = servers.flatMap(({ name, access }) =>
    access.via === 'provider' && accepted.has(name) ? access.provider.name : [],
  );
  return { trials, machines: [...new Set(names)] };
}

/** A client that asks in its own name, with a secret that was given now. */
function isGivenMachine({ grantType, name, clientId }: Provider, plan: Plan, given: ReadonlySet<string>): boolean {
  const key = plannedKey(name, plan);
  return grantType === 'client_credentials' && clientId !== undefined && key !== undefined && given.has(key);
}

function keyOf({ access, collectionId }: ToolServer, plan: Plan): string {
  const own = access.via === 'provider' ? plannedKey(access.provider.name, plan) : undefined;
  return own ?? `${collectionId}.api_key`;
}

function plannedKey(name: string, { steps }: Plan): string | undefined {
  for (const step of steps) {
    if ((step.action === 'create-provider' || step.action === 'update-provider') && step.provider.name === name) {
      return step.provider.client_secret_key;
    }
  }
  return undefined;
}
