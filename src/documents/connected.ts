/** What `connect` and `disconnect` have done, as documents (docs/json.md). */

import { nextStepOf } from '../next-step.ts';
import { printable } from '../printable.ts';
import type { Refusal } from '../refusal.ts';
import { isoTime } from '../time.ts';
import type { Disconnected } from '../usecases/connect/disconnect.ts';
import type { Connected, GrantedTokens } from '../usecases/connect/result.ts';

export function connectedDocument(all: readonly Connected[]): object {
  return {
    connected: all.map(({ name, grant, verdicts }) => ({
      target: name,
      ...(grant && grantDocument(grant)),
      servers: verdicts.map(({ server, tools, refusal }) => ({
        name: server.name,
        url: server.url,
        tools,
        error: refusal && errorDocument(refusal),
      })),
    })),
  };
}

function errorDocument({ code, message, hint: advice }: Refusal): object {
  return { code, message, hint: advice, next_step: nextStepOf(advice) };
}

function grantDocument({ provider, connection, expiresAt, scopesMissing }: GrantedTokens) {
  return {
    provider: provider.name,
    issuer: provider.issuer,
    client_id: provider.clientId,
    user: connection.user,
    account: connection.account,
    scopes_granted: connection.scopesGranted,
    scopes_missing: scopesMissing,
    expires_at: isoTime(expiresAt),
    renewable: connection.refreshToken !== undefined || provider.grantType === 'client_credentials',
  };
}

export function disconnectedDocument(all: readonly Disconnected[]): object {
  return {
    disconnected: all.map(({ name, revocation, affected }) => ({
      target: name,
      was_connected: revocation !== undefined,
      revocation: typeof revocation === 'object' ? 'failed' : revocation,
      reason: typeof revocation === 'object' ? printable(revocation.failed) : undefined,
      affected,
    })),
  };
}
