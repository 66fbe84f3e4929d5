/** Where a document holds secrets that do not belong there. */
import type { Path } from '../diagnostic.ts';
import type { Document } from './document.ts';
import { classifyName } from './name-classes.ts';
import { isSecretNumberName } from './secret-names.ts';
import { hasUrlPassword, isSecretText, looksSecret } from './secrets.ts';

export interface SecretPlace {
  readonly path: Path;
  /** Whether the secret is the value, or the name of a property. */
  readonly at: 'key' | 'value';
}

/**
 * The places in document order. Two kinds have rules of their own and are left out: a password in a URL that requests go
 * to, and the fields of a server document where a literal secret works.
 */
export function secretPlaces({ kind, value, isSecretFree }: Document): SecretPlace[] {
  const found: SecretPlace[] = [];
  if (isSecretFree) return found;
  const hasOwnRule = kind === 'mcp-server' ? isServerLiteral : () => false;
  const collector: Collector = {
    path: [],
    report: (path, at) => {
      if (!hasOwnRule(path)) found.push({ path: [...path], at });
    },
  };
  collect(value, false, collector);
  return found;
}

interface Collector {
  /** One list that grows and shrinks during the walk. It is copied only for what is found. */
  readonly path: (string | number)[];
  readonly report: (path: Path, at: SecretPlace['at']) => void;
}

function collect(value: unknown, isNamedSecret: boolean, collector: Collector): void {
  const { path, report } = collector;
  if (typeof value === 'string') {
    if (isSecret(value, path, isNamedSecret)) report(path, 'value');
  } else if (typeof value === 'number') {
    if (isNamedSecret && isSecretNumberName(String(path.at(-1)))) report(path, 'value');
  } else if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      path.push(index);
      collect(value[index], isNamedSecret, collector);
      path.pop();
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const name of Object.keys(value)) {
      path.push(name);
      const nameClass = classifyName(name);
      if (nameClass === 'secret name') report(path, 'key');
      collect((value as Record<string, unknown>)[name], nameClass === 'secret value', collector);
      path.pop();
    }
  }
}

function isSecret(text: string, path: Path, isNamedSecret: boolean): boolean {
  if (looksSecret(text) || (isNamedSecret && isSecretText(text))) return true;
  return hasUrlPassword(text) && !isUrlField(path);
}

function isUrlField(path: Path): boolean {
  return /(?:^|_)(?:url|endpoint)$/.test(String(path.at(-1))) || path.at(-2) === 'endpoint_overrides';
}

function isServerLiteral(path: Path): boolean {
  return /^config\/(?:auth\/(?:auth_token|client_secret)|headers\/[^/]*)$/.test(path.join('/'));
}
