/** Classifies the failure of a server by the refusal alone, and names the command that helps. */
import { type Hint, hint, type NextStep } from '../next-step.ts';
import type { ServerFailureKind } from '../records.ts';
import { EXIT, Refusal } from '../refusal.ts';
import type { ToolServer } from '../targets.ts';

/** Returns undefined when the server did not fail: no user has connected it, or this machine is at fault. */
export function failureKind(refusal: Refusal, server: ToolServer): ServerFailureKind | undefined {
  const { code, details, exitCode } = refusal;
  switch (code) {
    case 'not-connected':
      return details.challenge === undefined ? undefined : 'auth_mode';
    case 'interrupted':
      return undefined;
    case 'insufficient-scope':
      return 'scopes';
    case 'registration-unavailable':
      return 'registration';
    case 'registration-refused':
      return details.error === 'invalid_redirect_uri' ? 'redirect_uri' : 'registration';
    case 'server-timeout':
      return 'timeout';
    case 'resource-mismatch':
    case 'verification-failed':
      return 'resource';
    case 'authorization-not-offered':
      return 'auth_mode';
    case 'authorization-denied':
    case 'token-refused':
      return byOAuthError(refusal);
    case 'server-error':
      return details.protocol_version === undefined ? byStatus(details.status, server) : 'other';
    case 'server-unreachable':
      return details.code === 'ENOTFOUND' ? 'url' : 'other';
    case 'resource-metadata-invalid':
    case 'authorization-server-metadata-invalid':
    case 'url-refused':
      return 'url';
    default:
      return exitCode === EXIT.refused || exitCode === EXIT.connect ? 'other' : undefined;
  }
}

/** RFC 6749, sections 4.1.2.1 and 5.2, and RFC 8707, section 2. */
function byOAuthError({ details }: Refusal): ServerFailureKind {
  const { error, error_description: description = '' } = details;
  if (error === 'invalid_target') return 'resource';
  if (error === 'invalid_scope') return 'scopes';
  return /redirect[ _]?ur[il]/i.test(String(description)) ? 'redirect_uri' : 'other';
}

/** A server that answers 401 or 403 without OAuth is configured with the wrong kind of authorization, or with a wrong key. */
function byStatus(status: unknown, { access }: ToolServer): ServerFailureKind {
  const isDenied = status === 401 || status === 403;
  if (isDenied) return access.via === 'provider' ? 'other' : 'auth_mode';
  return status === undefined || status === 404 || status === 405 || status === 410 ? 'url' : 'other';
}

/** What to do about this failure; the hint of the refusal where there is nothing better. */
export function remedy(kind: ServerFailureKind, refusal: Refusal, server: ToolServer): string | Hint {
  const { name, url, record, access } = server;
  // It leads to the consent that a challenge asks for.
  if (refusal.code === 'not-connected') return refusal.hint;
  switch (kind) {
    case 'auth_mode':
      if (access.via === 'api_key') return anotherKey(access);
      if (access.via === 'token') {
        return hint`Give a token that it accepts: ${{ do: 'update', what: 'server', name, give: ['token'] }}`;
      }
      return record
        ? hint`See what it wants, then change it: ${{ do: 'discover', url }}; ${{ do: 'update', what: 'server', name, give: ['auth'] }}`
        : hint`See what it wants, then change auth in the manifest: ${{ do: 'discover', url }}`;
    case 'resource':
      return record
        ? hint`See which resource it names: ${{ do: 'discover', url }}; give another: ${{ do: 'update', what: 'server', name, give: ['resource'] }}`
        : hint`See which resource it names: ${{ do: 'discover', url, trace: true }}`;
    case 'redirect_uri':
      return hint`Register http://127.0.0.1/callback there, or fix the port that is: ${{ do: 'connect', target: name, give: ['port'] }}`;
    case 'registration':
      return hint`Register a client there by hand, and give it: ${{ do: 'connect', target: name, give: ['client_id'] }}`;
    case 'timeout':
      return hint`See which leg is slow: ${{ do: 'doctor', network: true, target: name }}`;
    case 'url':
      return record
        ? hint`See what answers there: ${{ do: 'doctor', network: true, target: name }}; correct it: ${{ do: 'update', what: 'server', name, give: ['url'] }}`
        : hint`See what answers there: ${{ do: 'doctor', network: true, target: name }}`;
    default:
      return refusal.hint;
  }
}

/** The refusal with the command that helps, where it can only say that something was not accepted. */
export function withRemedy(refusal: Refusal, server: ToolServer): Refusal {
  const { code, message, why, details } = refusal;
  const isFixed = server.access.via === 'api_key' || server.access.via === 'token';
  if (!isFixed || code !== 'server-error' || failureKind(refusal, server) !== 'auth_mode') return refusal;
  return new Refusal(code, { what: message, why, hint: remedy('auth_mode', refusal, server), details, cause: refusal });
}

/** The key is an answer of the installation: an upgrade from the same manifest replaces it. */
function anotherKey({ installation, collection }: Extract<ToolServer['access'], { via: 'api_key' }>): Hint {
  const key = `${collection.id}.api_key`;
  const answer = `${key}=env:${key.toUpperCase().replace(/[^A-Z0-9]+/g, '_')}`;
  const file = installation.source?.path;
  const step: NextStep = { do: 'upgrade', app: installation.name, answer, ...(file ? { file } : { give: ['file'] }) };
  return hint`Give a key that it accepts: ${step}`;
}
