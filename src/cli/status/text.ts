/** `mcpctl status`. */
import { Hint } from '../../next-step.ts';
import { printable } from '../../printable.ts';
import type { ServerFailureKind } from '../../records.ts';
import type { TargetStatus } from '../../tools/connection-status.ts';
import { adviceOn } from '../../tools/server-health.ts';
import type { Output } from '../output.ts';
import { NO_SERVERS } from '../render/nothing-installed.ts';
import { writeTable } from '../render/table.ts';

export async function statusText(targets: readonly TargetStatus[], now: number, output: Output): Promise<void> {
  if (targets.length === 0) {
    output.say(NO_SERVERS);
    return;
  }
  writeTable(
    targets,
    [
      { title: 'target', text: ({ target }) => target, whole: true },
      { title: 'provider', text: ({ provider }) => provider?.name ?? '-' },
      { title: 'status', text: statusWords, whole: true },
      { title: 'account', text: ({ connection }) => connection?.account ?? '-' },
      { title: 'token', text: (target) => tokenText(target, now) },
      { title: 'scopes', text: scopesText },
      { title: 'next', text: ({ next }) => (next ? output.text(new Hint([next])) : '-'), whole: true },
    ],
    output,
  );
  for (const target of targets) {
    const error = lastError(target, output);
    if (error) output.say(`${target.target}: ${printable(error)}`);
  }
}

function lastError({ trouble, connection }: TargetStatus, { text }: Pick<Output, 'text'>): string | undefined {
  if (!trouble) return connection?.lastError;
  return [`${TROUBLES[trouble.kind]}${trouble.what}`, trouble.why, text(adviceOn(trouble))].filter(Boolean).join(' ');
}

const TROUBLES: Readonly<Record<ServerFailureKind, string>> = {
  auth_mode: 'Wrong authorization: ',
  scopes: 'Missing scopes: ',
  resource: 'Wrong resource or audience: ',
  url: 'Wrong URL: ',
  redirect_uri: 'Wrong redirect URI: ',
  timeout: 'Too slow: ',
  registration: 'No client: ',
  other: '',
};

function statusWords({ status, toolsChanged }: TargetStatus): string {
  const words = status.replaceAll('_', ' ');
  if (toolsChanged.length === 0) return words;
  return `${words}, ${toolsChanged.length === 1 ? 'a tool' : `${toolsChanged.length} tools`} hidden`;
}

/** Whether a renewal works, only the authorization server knows. After a trouble nothing is promised. */
function tokenText({ expiresAt, renewable, trouble }: TargetStatus, now: number): string {
  if (expiresAt === undefined) return '-';
  const ends = expiresAt > now ? `ends in ${duration(expiresAt - now)}` : 'ended';
  return renewable && trouble === undefined ? `${ends}, renewable` : ends;
}

function scopesText({ connection, scopesMissing }: TargetStatus): string {
  const granted = connection?.scopesGranted.join(' ') || '-';
  return scopesMissing.length === 0 ? granted : `${granted} (missing: ${scopesMissing.join(' ')})`;
}

function duration(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / 60_000);
  if (minutes < 1) return 'under a minute';
  if (minutes < 120) return `${minutes} min`;
  return minutes < 48 * 60 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 1440)} days`;
}
