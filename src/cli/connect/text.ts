/** What `connect` prints after a success. */
import { hint, nextStepOf } from '../../next-step.ts';
import { printable } from '../../printable.ts';
import type { Refusal } from '../../refusal.ts';
import type { Connected, GrantedTokens } from '../../usecases/connect/result.ts';
import type { Output } from '../output.ts';
import { styles } from '../styles.ts';

export function connectedText(connected: Connected, output: Output): void {
  const style = styles(output.color);
  const { name, grant, verdicts } = connected;
  const { account, scopesGranted = [] } = grant?.connection ?? {};
  output.say(`${style.good('Connected')} ${style.strong(name)}${account ? ` as ${printable(account)}` : ''}`);
  if (grant === undefined) output.say('  It needs no authorization.');
  if (scopesGranted.length > 0) output.say(`  scopes  ${printable(scopesGranted.join(' '))}`);
  if (grant?.scopesMissing.length) output.warn(`  not granted  ${printable(grant.scopesMissing.join(' '))}`);
  for (const { server, tools, refusal } of verdicts) {
    if (refusal) output.warn(`  ${server.name}  ${style.bad('failed')}: ${printable(refusal.message)}`);
    else output.say(`  ${server.name}  ${tools} ${tools === 1 ? 'tool' : 'tools'}`);
  }
  const [works] = verdicts.filter(({ refusal }) => refusal === undefined);
  if (works) output.say(hint`Next: ${{ do: 'tools', target: works.server.name }}`);
}

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
    expires_at: new Date(expiresAt).toISOString(),
    renewable: connection.refreshToken !== undefined || provider.grantType === 'client_credentials',
  };
}
