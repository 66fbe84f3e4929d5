/** Definitions of tools that have changed, as differences for people. */
import type { HiddenOffer } from '../../tools/tools.ts';
import { renderDiff } from '../render/diagnostics/diff.ts';

/** One unified difference for each tool, between its definitions as JSON. */
export function changedToolsDiff(
  changed: readonly Pick<HiddenOffer, 'name' | 'accepted' | 'offered'>[],
  color: boolean,
): string {
  const differences = changed.map(({ name, accepted, offered }) => ({
    name,
    before: indented(accepted),
    after: indented(offered),
  }));
  return renderDiff(differences, color);
}

function indented(definition: string): string {
  return `${JSON.stringify(JSON.parse(definition), null, 2)}\n`;
}
