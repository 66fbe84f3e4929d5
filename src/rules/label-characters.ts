import type { Path } from '../diagnostic.ts';
import { quote } from '../manifest/quote.ts';
import { isPrintable } from '../printable.ts';
import type { NodeWithPath } from './nodes.ts';
import type { Report, Rule } from './rule.ts';

const LONGEST_LABEL = 200;
const LONGEST_DESCRIPTION = 4000;

export const labelCharacters: Rule = {
  code: 'label-characters',
  severity: 'error',
  each: 'document',
  check({ manifest, allCollections, collections, oauthConfigs, server }, report) {
    checkFields({ node: manifest, path: [] }, ['title', 'publisher', 'description'], report);
    checkFields({ node: server, path: [] }, ['name'], report);
    for (const collection of allCollections) checkFields(collection, ['name', 'description'], report);
    for (const { node, path } of collections) {
      const config = node.api_key_config;
      if (config) checkFields({ node: config, path: [...path, 'api_key_config'] }, ['instructions'], report);
    }
    for (const config of oauthConfigs) checkFields(config, ['display_name'], report);
  },
};

function checkFields({ node, path }: NodeWithPath<unknown>, fields: readonly string[], report: Report): void {
  for (const field of fields) {
    const text = (node as Record<string, unknown>)[field];
    if (typeof text === 'string' && !PLAIN.test(text)) checkText(text, [...path, field], report);
  }
}

/** Most texts match this, and need no slower test. */
const PLAIN = /^[ -~]{0,200}$/;

const DESCRIPTIONS = new Set<unknown>(['description', 'instructions']);

function checkText(text: string, path: Path, report: Report): void {
  const isDescription = DESCRIPTIONS.has(path.at(-1));
  const longest = isDescription ? LONGEST_DESCRIPTION : LONGEST_LABEL;
  const name = quote(path.at(-1));
  const plain = isDescription ? text.replace(/[\t\n\r]/g, ' ') : text;
  if (!isPrintable(withoutJoiners(plain))) {
    report({
      place: { path },
      message: `${name} has characters that cannot be seen: ${quote(text)}.`,
      hint: 'Remove what is shown as \\u{…}.',
    });
  }
  if (text.length > longest && [...text].length > longest) {
    report({ place: { path }, message: `${name} is longer than ${longest} characters.`, hint: 'Shorten it.' });
  }
}

/** A zero-width joiner between emoji joins them to one character, so it hides nothing there. */
function withoutJoiners(text: string): string {
  return text.replace(
    /(?<=\p{Extended_Pictographic}|\p{Emoji_Modifier}|\uFE0F)\u200D(?=\p{Extended_Pictographic})/gu,
    '',
  );
}
