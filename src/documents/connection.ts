/** How somebody stands with servers, as documents. Never a token. */
import { isoTime } from '../time.ts';
import type { ConsentReport } from '../usecases/connect/hosted/consent-status.ts';
import type { ServerConnection } from '../usecases/end-users/connections.ts';

export function connectionsDocument({ connections }: { readonly connections: readonly ServerConnection[] }): object {
  return { connections: connections.map(connectionDocument) };
}

export function connectionDocument({ server, status, word, isPersonal }: ServerConnection) {
  const { connection, expiresAt, renewable, scopesMissing, trouble } = status;
  const told = trouble && { code: trouble.code, message: trouble.what, why: trouble.why ?? null };
  return {
    name: server.name,
    requires_connection: isPersonal,
    connection_status: word,
    account: connection?.account ?? null,
    connected_at: connection ? isoTime(connection.connectedAt) : null,
    // What is renewed by itself does not expire for a person.
    expires_at: expiresAt === undefined || renewable ? null : isoTime(expiresAt),
    scopes_missing: scopesMissing,
    connect_group: server.access.via === 'provider' ? server.access.provider.name : server.name,
    error: told ?? null,
  };
}

export function connectReportDocument({ status, code, message, servers }: ConsentReport) {
  return { status, ...(code !== undefined && { code }), ...(message !== undefined && { message }), servers };
}
