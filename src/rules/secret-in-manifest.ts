import type { Path } from '../diagnostic.ts';
import type { DocumentKind } from '../manifest/document.ts';
import { quote } from '../manifest/quote.ts';
import { hasUrlPassword, isSecretName, isSecretNumberName, isSecretText, looksSecret } from '../manifest/secrets.ts';
import type { Rule, RuleFinding } from './rule.ts';
import type { Subject } from './subject.ts';

export const secretInManifest: Rule = {
  code: 'secret-in-manifest',
  severity: 'error',
  demands: 'No secret stands in the document: nothing under a name made for one, no text in the format of one.',
  because: 'A manifest is shared, published and committed. The value itself is never shown, in any format.',
  *check(subject) {
    let urls: ReadonlySet<string> | undefined;
    for (const { path, at } of secretPlaces(subject.value, [], false)) {
      const pointer = path.join('/');
      if (subject.kind === 'mcp-server' && SERVER_LITERALS.test(pointer)) continue;
      urls ??= reportedUrls(subject);
      if (at === 'value' && urls.has(pointer)) continue;
      yield finding(path, at, subject.kind);
    }
  },
};

/** Where a literal works in a server document, `secret-literal` warns. */
const SERVER_LITERALS = /^config\/(?:auth\/(?:auth_token|client_secret)|headers\/[^/]*)$/;

/** A password in a URL that requests go to is for `url-credentials` to report. */
function reportedUrls({ urls }: Subject): ReadonlySet<string> {
  return new Set(urls.filter(({ text }) => !looksSecret(text)).map(({ path }) => path.join('/')));
}

interface SecretPlace {
  readonly path: Path;
  readonly at: 'key' | 'value';
}

/** `path` is one list that grows and shrinks on the way: it is copied only for what is found. */
function* secretPlaces(value: unknown, path: (string | number)[], isNamedSecret: boolean): Iterable<SecretPlace> {
  if (typeof value === 'string') {
    const isSecret = looksSecret(value) || (isNamedSecret && isSecretText(value)) || hasUrlPassword(value);
    if (isSecret) yield { path: [...path], at: 'value' };
  } else if (typeof value === 'number') {
    if (isNamedSecret && isSecretNumberName(String(path.at(-1)))) yield { path: [...path], at: 'value' };
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      path.push(index);
      yield* secretPlaces(item, path, isNamedSecret);
      path.pop();
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const name of Object.keys(value)) {
      path.push(name);
      if (looksSecret(name)) yield { path: [...path], at: 'key' };
      yield* secretPlaces((value as Record<string, unknown>)[name], path, isSecretName(name));
      path.pop();
    }
  }
}

function finding(path: Path, at: SecretPlace['at'], kind: DocumentKind): RuleFinding {
  const name = path.findLast((step) => typeof step === 'string');
  return {
    place: { path, at },
    message: at === 'key' ? 'The name of a property is a secret.' : `${quote(name)} holds a secret.`,
    hint: `${remedy(kind, name)} If the file was ever shared, revoke the secret where it was made.`,
    explains: [path],
  };
}

function remedy(kind: DocumentKind, name: string | undefined): string {
  if (kind === 'mcp-server')
    return 'Remove it: secrets belong under config.auth or config.headers, as references such as "env:NAME".';
  if (name === 'client_secret') return 'Remove it and add "client_secret" to required_at_install: install asks for it.';
  return 'Remove it: install asks for what is secret.';
}
