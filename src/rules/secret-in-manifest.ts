import type { DocumentKind } from '../manifest/document.ts';
import { quote } from '../manifest/quote.ts';
import type { Rule } from './rule.ts';

export const secretInManifest: Rule = {
  code: 'secret-in-manifest',
  severity: 'error',
  each: 'document',
  check({ kind, secrets }, report) {
    for (const { path, at } of secrets) {
      const name = path.findLast((step) => typeof step === 'string');
      report({
        place: { path, at },
        message: at === 'key' ? 'The name of a property is a secret.' : `${quote(name)} holds a secret.`,
        hint: `${remedy(kind, name)} If the file was ever shared, revoke the secret where it was made.`,
        explains: [path],
      });
    }
  },
};

function remedy(kind: DocumentKind, name: string | undefined): string {
  if (kind === 'mcp-server') return 'Remove it: secrets belong under config, as references such as "env:NAME".';
  if (name === 'client_secret') return 'Remove it and add "client_secret" to required_at_install: install asks for it.';
  return 'Remove it: install asks for what is secret.';
}
