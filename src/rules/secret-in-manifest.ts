import type { Path } from '../diagnostic.ts';
import { quote } from '../manifest/quote.ts';
import { isSecretName, isSecretNumberName, isSecretText, looksSecret } from '../manifest/secrets.ts';
import type { Rule, RuleFinding } from './rule.ts';

export const secretInManifest: Rule = {
  code: 'secret-in-manifest',
  severity: 'error',
  demands: 'No secret stands in the document: nothing under a name made for one, no text in the format of one.',
  because: 'A manifest is shared, published and committed. The value itself is never shown, in any format.',
  *check({ kind, value }) {
    yield* within(value, [], false, kind === 'mcp-server' ? new Set(REPORTED_AS_LITERAL) : new Set());
  },
};

/** Places of an MCP server document where `secret-literal` warns, since a literal works there. */
const REPORTED_AS_LITERAL = ['config/auth/auth_token', 'config/auth/client_secret', 'config/headers'];

/** `path` is one list that grows and shrinks on the way: it is copied only for a finding. */
function* within(
  value: unknown,
  path: (string | number)[],
  isNamedSecret: boolean,
  except: ReadonlySet<string>,
): Iterable<RuleFinding> {
  if (typeof value === 'string') {
    if (looksSecret(value) || (isNamedSecret && isSecretText(value))) yield finding([...path]);
  } else if (typeof value === 'number') {
    if (isSecretNumberName(String(path.at(-1)))) yield finding([...path]);
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      path.push(index);
      yield* within(item, path, isNamedSecret, except);
      path.pop();
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, member] of Object.entries(value)) {
      path.push(name);
      if (looksSecret(name)) yield finding([...path], 'key');
      if (except.size === 0 || !except.has(path.join('/'))) yield* within(member, path, isSecretName(name), except);
      path.pop();
    }
  }
}

function finding(path: Path, at: 'key' | 'value' = 'value'): RuleFinding {
  const name = path.findLast((step) => typeof step === 'string');
  const isClientSecret = name === 'client_secret';
  return {
    place: { path, at },
    message:
      at === 'key'
        ? 'A property name is a secret.'
        : `${name === undefined ? 'The document' : quote(name)} holds a secret.`,
    hint: `${isClientSecret ? 'Remove it and add "client_secret" to required_at_install: install asks for it.' : 'Remove it: install asks for what is secret.'} If the file was ever shared, revoke the secret where it was made.`,
    explains: [path],
  };
}
