/** Connections, their failures and changed manifests, as documents (docs/json.md). */

import { nextMembers } from '../next-step.ts';
import type { ServerFailure } from '../records.ts';
import { isoTime } from '../time.ts';
import type { TargetStatus } from '../tools/connection-status.ts';
import { adviceOn } from '../tools/server-health.ts';
import type { AttachmentStatus } from '../usecases/agents/agent-status.ts';
import type { Drift } from '../usecases/install/drift.ts';

export function statusDocument(targets: readonly TargetStatus[]): object {
  return { connections: targets.map(targetDocument) };
}

function targetDocument({ target, url, provider, user, status, connection, ...rest }: TargetStatus) {
  return {
    target,
    url: url ?? null,
    provider_name: provider?.name ?? null,
    user,
    status,
    account: connection?.account ?? null,
    scopes_granted: connection?.scopesGranted ?? [],
    scopes_missing: rest.scopesMissing,
    tools_changed: rest.toolsChanged,
    expires_at: time(rest.expiresAt),
    renewable: rest.renewable,
    connected_at: time(connection?.connectedAt),
    refreshed_at: time(connection?.refreshedAt),
    last_error: connection?.lastError ?? rest.trouble?.what ?? null,
    trouble: rest.trouble ? troubleDocument(rest.trouble) : null,
    ...nextMembers(rest.next),
  };
}

function troubleDocument(failure: ServerFailure) {
  const { kind, code, what, why, at } = failure;
  const told = { kind, code, message: what, reason: why ?? null, at: isoTime(at) };
  return { ...told, ...nextMembers(adviceOn(failure)) };
}

export function driftDocument({ app, file, providers, next }: Drift): object {
  return { app, file, providers, ...nextMembers(next) };
}

export function agentStatusDocument(agent: string, user: string, statuses: readonly AttachmentStatus[]): object {
  return {
    agent,
    user,
    servers: statuses.map(({ attachment, state, url, expiresAt, scopesMissing, tools, why, next }) => ({
      server: attachment.server,
      patterns: attachment.tools,
      url: url ?? null,
      status: state,
      expires_at: time(expiresAt),
      scopes_missing: scopesMissing,
      tools: tools ?? null,
      why: why ?? null,
      ...nextMembers(next),
    })),
  };
}

function time(milliseconds: number | undefined): string | null {
  return milliseconds === undefined ? null : isoTime(milliseconds);
}
