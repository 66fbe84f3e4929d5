/** Servers, for people. The text says that a secret is there, and never shows it. */
import { fieldsOf, providerNameOf } from '../../documents/server.ts';
import { hint } from '../../next-step.ts';
import { printable } from '../../printable.ts';
import { styles } from '../../styles.ts';
import type { ToolServer } from '../../targets.ts';
import type { MadeServer } from '../../usecases/servers/make-server.ts';
import { authTypeOf } from '../../usecases/servers/merge.ts';
import type { Output } from '../output.ts';
import { writeTable } from '../render/table.ts';

export function serverText({ server, provider }: MadeServer, color: boolean): string {
  const style = styles(color);
  const line = (fact: string, value: string | undefined) =>
    value === undefined ? [] : [`  ${style.faint(fact.padEnd(14))} ${printable(value)}`];
  return [
    `server ${style.strong(printable(server.name))}`,
    ...line('url', server.url),
    ...line('tools', `${server.namespace}_...`),
    ...line(
      'authorization',
      authTypeOf(server, provider) ?? (server.auth === 'oauth' ? 'discovered at connect' : 'none'),
    ),
    ...line('token', server.token && 'stored'),
    ...Object.keys(server.headers ?? {}).flatMap((name) => line('header', `${name}, stored`)),
    ...fieldsOf(server, provider).flatMap(({ name, value, from }) =>
      line(name, `${typeof value === 'string' ? value : value.join(' ')} (${from})`),
    ),
    ...line('client_secret', provider?.clientSecret && `stored, sent by ${provider.clientAuthMethod}`),
    ...line('redirect_uri', provider?.registration?.redirectUri),
  ].join('\n');
}

export async function serversText(servers: readonly ToolServer[], output: Output): Promise<void> {
  if (servers.length === 0) {
    output.say(hint`This project has no server. Make one with: ${{ do: 'create', what: 'server' }}`);
    return;
  }
  await writeTable(
    servers,
    [
      { title: 'server', text: ({ name }) => name, whole: true },
      { title: 'url', text: ({ url }) => url },
      { title: 'origin', text: ({ record }) => (record ? 'manual' : 'manifest') },
      { title: 'authorization', text: ({ access }) => (access.via === 'provider' ? 'oauth' : access.via) },
      { title: 'provider', text: ({ access }) => providerNameOf(access) ?? '-' },
    ],
    output,
  );
}
