/** Where a document holds secrets that have no business there. */
import type { Path } from '../diagnostic.ts';
import type { Document } from './document.ts';
import { verdictOn } from './secret-names.ts';
import { hasUrlPassword, isSecretNumberName, isSecretText, looksSecret } from './secrets.ts';

export interface SecretPlace {
  readonly path: Path;
  /** Whether the secret is the value, or the very name of a property. */
  readonly at: 'key' | 'value';
}

/**
 * The places in document order. Not among them is what has rules of its own: a password in a URL that requests go
 * to, and in a server document the fields where a literal works.
 */
export function secretPlaces({ kind, value, isSecretFree }: Document): SecretPlace[] {
  const found: SecretPlace[] = [];
  if (isSecretFree) return found;
  const isElsewhere = kind === 'mcp-server' ? isServerLiteral : () => false;
  collect(value, [], false, (path, at) => {
    if (!isElsewhere(path)) found.push({ path: [...path], at });
  });
  return found;
}

type Report = (path: Path, at: SecretPlace['at']) => void;

/** `path` is one list that grows and shrinks on the way: it is copied only for what is found. */
function collect(value: unknown, path: (string | number)[], isNamedSecret: boolean, report: Report): void {
  if (typeof value === 'string') {
    if (isSecret(value, path, isNamedSecret)) report(path, 'value');
  } else if (typeof value === 'number') {
    if (isNamedSecret && isSecretNumberName(String(path.at(-1)))) report(path, 'value');
  } else if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      path.push(index);
      collect(value[index], path, isNamedSecret, report);
      path.pop();
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const name of Object.keys(value)) {
      path.push(name);
      const verdict = verdictOn(name);
      if (verdict === 'secret') report(path, 'key');
      collect((value as Record<string, unknown>)[name], path, verdict === 'for a secret', report);
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
