import type { Path } from '../diagnostic.ts';
import { quote } from '../manifest/quote.ts';
import { isSecretHeader } from '../manifest/secret-names.ts';
import { isReference, looksSecret } from '../manifest/secrets.ts';
import type { Rule } from './rule.ts';

export const secretLiteral: Rule = {
  code: 'secret-literal',
  severity: 'warning',
  each: 'server',
  check({ server, serverAuth }, report) {
    const literals: { readonly text: string; readonly path: Path }[] = [];
    for (const name of ['auth_token', 'client_secret'] as const) {
      const text = serverAuth[name];
      if (text !== undefined) literals.push({ text, path: ['config', 'auth', name] });
    }
    for (const [name, text] of Object.entries(server.config?.headers ?? {})) {
      const isSecret = text !== undefined && (isSecretHeader(name) || looksSecret(text));
      if (isSecret) literals.push({ text, path: ['config', 'headers', name] });
    }
    for (const { text, path } of literals) {
      if (isReference(text)) continue;
      const name = String(path.at(-1));
      report({
        place: { path },
        message: `${quote(name)} holds a secret in plain text.`,
        hint: `Write a reference, such as "env:${name
          .toUpperCase()
          .replace(/[^A-Z\d]+/g, '_')
          .slice(0, 40)}".`,
      });
    }
  },
};
