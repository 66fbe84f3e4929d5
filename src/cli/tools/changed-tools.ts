/** Definitions of tools that have changed, as differences for people. */
import { printable } from '../../printable.ts';
import { renderDiff } from '../../reports/diff.ts';
import { invisibleCharacters } from '../../tools/pins.ts';
import type { HiddenOffer } from '../../tools/tools.ts';

/**
 * One unified difference for each tool, between its definitions as JSON. Escaped characters are easily overlooked in a long
 * line, so a sentence counts them.
 */
export function changedToolsDiff(
  changed: readonly Pick<HiddenOffer, 'name' | 'accepted' | 'offered'>[],
  color: boolean,
): string {
  const differences = changed.map(({ name, accepted, offered }) => ({
    name,
    before: indented(accepted),
    after: indented(offered),
  }));
  const counts = changed.flatMap(({ name, offered }) => invisibleSentence(name, invisibleCharacters(offered)));
  return [renderDiff(differences, color), ...counts].join('\n');
}

function invisibleSentence(name: string, count: number): string[] {
  if (count === 0) return [];
  const characters = count === 1 ? 'one invisible character' : `${count} invisible characters`;
  return [
    `warning: the new definition of ${printable(name)} has ${characters}, shown as \\u{…}. A model reads what you cannot see.`,
  ];
}

function indented(definition: string): string {
  return `${JSON.stringify(JSON.parse(definition), null, 2)}\n`;
}
