/** What `connect` says when it worked. */
import { printable } from '../../printable.ts';
import type { Connected } from '../../usecases/connected.ts';
import type { Output } from '../output.ts';
import { styles } from '../styles.ts';

export function connectedText(connected: Connected, output: Output): void {
  const style = styles(output.color);
  const { name, connection, verdicts, scopesMissing } = connected;
  const account = connection.account ? ` as ${printable(connection.account)}` : '';
  output.say(`${style.good('Connected')} ${style.strong(name)}${account}`);
  if (connection.scopesGranted.length > 0) output.say(`  scopes  ${printable(connection.scopesGranted.join(' '))}`);
  if (scopesMissing.length > 0) output.warn(`  not granted  ${printable(scopesMissing.join(' '))}`);
  for (const { server, tools, refusal } of verdicts) {
    if (refusal) output.warn(`  ${server.name}  ${style.bad('failed')}: ${printable(refusal.message)}`);
    else output.say(`  ${server.name}  ${tools} ${tools === 1 ? 'tool' : 'tools'}`);
  }
  const [works] = verdicts.filter(({ refusal }) => refusal === undefined);
  if (works) output.say(`Next: mcpctl tools ${works.server.name}`);
}

export function connectedDocument(all: readonly Connected[]): object {
  return {
    connected: all.map(({ name, provider, connection, expiresAt, scopesMissing, verdicts }) => ({
      target: name,
      provider: provider.name,
      issuer: provider.issuer,
      client_id: provider.clientId,
      user: connection.user,
      account: connection.account,
      scopes_granted: connection.scopesGranted,
      scopes_missing: scopesMissing,
      expires_at: new Date(expiresAt).toISOString(),
      renewable: connection.refreshToken !== undefined || provider.grantType === 'client_credentials',
      servers: verdicts.map(({ server, tools, refusal }) => ({
        name: server.name,
        url: server.url,
        tools,
        error: refusal && { code: refusal.code, message: refusal.message, hint: refusal.hint },
      })),
    })),
  };
}
