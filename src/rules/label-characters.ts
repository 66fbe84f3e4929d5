import type { Path } from '../diagnostic.ts';
import { quote } from '../manifest/quote.ts';
import { isPrintable } from '../printable.ts';
import type { Rule, RuleFinding } from './rule.ts';

const LONGEST_LABEL = 200;
const LONGEST_DESCRIPTION = 4000;

export const labelCharacters: Rule = {
  code: 'label-characters',
  severity: 'error',
  demands:
    'Text for people has no control, bidirectional or invisible characters, and at most 200 characters (descriptions 4,000).',
  because: 'Such characters can make a text look like another one, or control the terminal that shows it.',
  *check({ manifest, allCollections, collections, oauthConfigs, server }) {
    yield* inNode(manifest, [], ['title', 'publisher', 'description']);
    yield* inNode(server, [], ['name']);
    for (const { node, path } of allCollections) yield* inNode(node, path, ['name', 'description']);
    for (const { node, path } of collections) {
      const config = node.api_key_config;
      if (config) yield* inNode(config, [...path, 'api_key_config'], ['instructions']);
    }
    for (const { node, path } of oauthConfigs) yield* inNode(node, path, ['display_name']);
  },
};

/** Most texts are, and need no second look. */
const PLAIN = /^[ -~]{0,200}$/;

const DESCRIPTIONS = new Set(['description', 'instructions']);

function inNode(node: object, path: Path, fields: readonly string[]): readonly RuleFinding[] {
  let found: RuleFinding[] = NOTHING;
  for (const field of fields) {
    const text = (node as Record<string, unknown>)[field];
    if (typeof text !== 'string' || PLAIN.test(text)) continue;
    const longest = DESCRIPTIONS.has(field) ? LONGEST_DESCRIPTION : LONGEST_LABEL;
    found = [...found, ...judged(text, [...path, field], longest)];
  }
  return found;
}

const NOTHING: RuleFinding[] = [];

function* judged(text: string, path: Path, longest: number): Iterable<RuleFinding> {
  const name = quote(path.at(-1));
  const plain = longest === LONGEST_DESCRIPTION ? text.replace(/[\t\n\r]/g, ' ') : text;
  if (!isPrintable(withoutJoiners(plain))) {
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

/** A zero-width joiner between emoji makes one of them, so it is nothing hidden there. */
function withoutJoiners(text: string): string {
  return text.replace(
    /(?<=\p{Extended_Pictographic}|\p{Emoji_Modifier}|\uFE0F)\u200D(?=\p{Extended_Pictographic})/gu,
    '',
  );
}
