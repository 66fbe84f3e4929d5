import type { Path } from '../diagnostic.ts';
import { quote } from '../manifest/quote.ts';
import { isPrintable } from '../printable.ts';
import type { Report, Rule } from './rule.ts';

const LONGEST_LABEL = 200;
const LONGEST_DESCRIPTION = 4000;

export const labelCharacters: Rule = {
  code: 'label-characters',
  severity: 'error',
  each: 'document',
  check({ manifest, allCollections, collections, oauthConfigs, server }, report) {
    look(manifest, [], ['title', 'publisher', 'description'], report);
    look(server, [], ['name'], report);
    for (const { node, path } of allCollections) look(node, path, ['name', 'description'], report);
    for (const { node, path } of collections) {
      if (node.api_key_config) look(node.api_key_config, [...path, 'api_key_config'], ['instructions'], report);
    }
    for (const { node, path } of oauthConfigs) look(node, path, ['display_name'], report);
  },
};

function look(node: object, path: Path, fields: readonly string[], report: Report): void {
  for (const field of fields) {
    const text = (node as Record<string, unknown>)[field];
    if (typeof text === 'string' && !PLAIN.test(text)) judge(text, [...path, field], report);
  }
}

/** Most texts are, and need no second look. */
const PLAIN = /^[ -~]{0,200}$/;

const DESCRIPTIONS = new Set<unknown>(['description', 'instructions']);

function judge(text: string, path: Path, report: Report): void {
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

/** A zero-width joiner between emoji makes one of them, so it is nothing hidden there. */
function withoutJoiners(text: string): string {
  return text.replace(
    /(?<=\p{Extended_Pictographic}|\p{Emoji_Modifier}|\uFE0F)\u200D(?=\p{Extended_Pictographic})/gu,
    '',
  );
}
