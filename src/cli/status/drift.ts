/** What `mcpctl status` says about manifests that have changed since they were installed. */
import { Hint } from '../../next-step.ts';
import type { Change } from '../../plan/plan.ts';
import { printable } from '../../printable.ts';
import type { Drift } from '../../usecases/install/drift.ts';
import type { Output } from '../output.ts';

/** One line for each app, one for each change of a provider, one with the command. */
export function driftLines(drifts: readonly Drift[], { text }: Pick<Output, 'text'>): string[] {
  return drifts.flatMap(({ app, file, providers, next }) => [
    `${app}: ${printable(file)} has changed since it was installed.`,
    ...providers.flatMap(({ name, changes }) => changes.map((change) => `  ${name}: ${printable(changeText(change))}`)),
    `  ${printable(text(new Hint([next])))}`,
  ]);
}

/** Scopes as those that come and go. */
function changeText({ field, from, to }: Change): string {
  if (field !== 'scopes') return `${field} ${from ?? 'none'} → ${to ?? 'none'}`;
  const [before, after] = [from, to].map((scopes) => (scopes ?? '').split(' ').filter(Boolean)) as [string[], string[]];
  const added = after.filter((scope) => !before.includes(scope)).map((scope) => `+${scope}`);
  const gone = before.filter((scope) => !after.includes(scope)).map((scope) => `-${scope}`);
  return `scopes ${[...added, ...gone].join(' ') || 'in another order'}`;
}
