import { quote } from '../manifest/quote.ts';
import { isPrintable } from '../printable.ts';
import type { Rule, RuleFinding } from './rule.ts';
import type { PlacedText, Subject } from './subject.ts';
import { fieldTexts } from './unique.ts';

const LONGEST_LABEL = 200;
const LONGEST_DESCRIPTION = 4000;

export const labelCharacters: Rule = {
  code: 'label-characters',
  severity: 'error',
  demands:
    'Text for people has no control, bidirectional or invisible characters, and at most 200 characters (descriptions 4,000).',
  because: 'Such characters can make a text look like another one, or control the terminal that shows it.',
  *check(subject) {
    for (const label of labels(subject)) yield* judged(label, LONGEST_LABEL);
    for (const description of descriptions(subject)) yield* judged(description, LONGEST_DESCRIPTION);
  },
};

function labels({ manifest, collections, sdkCollections, oauthConfigs, server }: Subject): PlacedText[] {
  const root = [{ node: manifest as { title?: string; publisher?: string }, path: [] }];
  return [
    ...fieldTexts(root, 'title'),
    ...fieldTexts(root, 'publisher'),
    ...fieldTexts([...collections, ...sdkCollections], 'name'),
    ...fieldTexts(oauthConfigs, 'display_name'),
    ...fieldTexts([{ node: server, path: [] }], 'name'),
  ];
}

function descriptions({ manifest, collections, sdkCollections }: Subject): PlacedText[] {
  const keyConfigs = collections.flatMap(({ node, path }) =>
    node.api_key_config ? [{ node: node.api_key_config, path: [...path, 'api_key_config'] }] : [],
  );
  return [
    ...fieldTexts([{ node: manifest, path: [] }], 'description'),
    ...fieldTexts([...collections, ...sdkCollections], 'description'),
    ...fieldTexts(keyConfigs, 'instructions'),
  ];
}

function* judged({ text, path }: PlacedText, longest: number): Iterable<RuleFinding> {
  const name = quote(path.at(-1));
  const plain = longest === LONGEST_DESCRIPTION ? text.replace(/[\t\n\r]/g, ' ') : text;
  if (!isPrintable(plain.replace(EMOJI_JOINER, ''))) {
    yield {
      place: { path },
      message: `${name} has characters that cannot be seen: ${quote(text)}.`,
      hint: 'Remove what is shown as \\u{…}.',
    };
  }
  if (text.length > longest && [...text].length > longest) {
    yield { place: { path }, message: `${name} is longer than ${longest} characters.`, hint: 'Shorten it.' };
  }
}

/** Joins several emoji into one, so it is nothing hidden there. */
const EMOJI_JOINER = /(?<=\p{Extended_Pictographic}|\p{Emoji_Modifier}|\uFE0F)\u200D(?=\p{Extended_Pictographic})/gu;
