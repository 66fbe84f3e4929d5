/** Texts that may be used only once. */
import { quote } from '../manifest/quote.ts';
import type { ListWithPath, NodeWithPath } from './nodes.ts';
import type { Report, ReportedCode, Rule } from './rule.ts';

interface UniqueField extends ReportedCode {
  readonly field: keyof Fields;
  readonly among: 'collections' | 'allCollections';
  /** The message for a text that was used before. It gets the text in quotes. */
  readonly message: (text: string) => string;
  readonly hint: string;
}

interface Fields {
  readonly id?: string;
  readonly name?: string;
  readonly namespace?: string;
}

/** The rule that no two collections have the same text in a field. */
export function uniqueField({ field, among, message, hint, ...reported }: UniqueField): Rule {
  return {
    ...reported,
    each: 'manifest',
    check(context, report) {
      const collections: readonly NodeWithPath<Fields>[] = context[among];
      const placeOf = (index: number) => ({ path: [...(collections[index] as NodeWithPath<Fields>).path, field] });
      const saidOf = oncePerText((text, first) => ({
        message: message(quote(text)),
        hint,
        related: [{ place: placeOf(first), message: 'It is first used here.' }],
      }));
      for (const repetition of repeatedTexts(collections.map(({ node }) => node[field])))
        report({ place: placeOf(repetition.again), ...saidOf(repetition) });
    },
  };
}

/** Reports each item that was in the list before. `message` gets its text in quotes. */
export function reportRepeated({ items, path }: ListWithPath, message: (text: string) => string, report: Report): void {
  const saidOf = oncePerText((text, first) => ({
    message: message(quote(text)),
    hint: 'Remove it.',
    related: [{ place: { path: [...path, first] }, message: 'It is first listed here.' }],
  }));
  for (const repetition of repeatedTexts(items)) {
    const place = { path: [...path, repetition.again] };
    const edits = [{ op: 'remove', path: place.path }] as const;
    report({ place, ...saidOf(repetition), fix: { kind: 'safe', title: 'Remove it', edits } });
  }
}

/** What findings about the same text share: a hostile document repeats one a hundred thousand times. */
function oncePerText<Said>(say: (text: string, first: number) => Said): (repetition: Repetition) => Said {
  const said = new Map<string, Said>();
  return ({ text, first }) => {
    const known = said.get(text) ?? say(text, first);
    said.set(text, known);
    return known;
  };
}

interface Repetition {
  readonly text: string;
  readonly again: number;
  readonly first: number;
}

/** From this length on, a map finds a text faster than a search. */
const LONG = 16;

/** Each text that was in the list before, with the index of its first use. An `undefined` text repeats nothing. */
export function repeatedTexts(texts: readonly (string | undefined)[]): Repetition[] {
  const found: Repetition[] = [];
  const firsts = texts.length < LONG ? undefined : new Map<string, number>();
  for (let again = 0; again < texts.length; again++) {
    const text = texts[again];
    if (text === undefined) continue;
    const first = firsts ? firsts.get(text) : texts.indexOf(text);
    if (first !== undefined && first < again) found.push({ text, again, first });
    else firsts?.set(text, again);
  }
  return found;
}
