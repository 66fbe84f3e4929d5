/** A provider may have several clients, each registered for one redirect URI. Pure. */
import { canParseUrl } from '../can-parse-url.ts';
import { isLoopback } from '../loopback.ts';
import type { Provider } from '../records.ts';
import { clientSecretContext } from './associated-data.ts';

/**
 * Any port of this machine is the same address (RFC 8252, section 7.3): a new client takes the place of the one before. The
 * command line and a server on this machine come back to different paths, so neither ends the consents of the other.
 */
export function isSameRedirection(one: string, other: string): boolean {
  if (one === other) return true;
  return isOnLoopback(one) && isOnLoopback(other) && new URL(one).pathname === new URL(other).pathname;
}

/**
 * Whether the client or authorization server of a consent has been replaced, so that a person should consent again. It has
 * not where the provider only used its client for another redirect URI last.
 */
export function isReplaced(former: Provider | undefined, now: Provider): boolean {
  if (former === undefined || isSameClient(former, now)) return false;
  const [one, other] = [former.registration, now.registration];
  if (one === undefined || other === undefined || isSameRedirection(one.redirectUri, other.redirectUri)) return true;
  return !isSameClient({ ...former, clientId: now.clientId }, now);
}

/** Whether what was sealed for one opens for the other. */
export function isSameClient(one: Provider, other: Provider): boolean {
  return JSON.stringify(clientSecretContext(one)) === JSON.stringify(clientSecretContext(other));
}

/** Whether the command line listens at this address while a person consents. */
export function isOfCommandLine(uri: string): boolean {
  return isOnLoopback(uri) && new URL(uri).pathname === '/callback';
}

export function isOnLoopback(uri: string): boolean {
  return canParseUrl(uri) && isLoopback(new URL(uri));
}
