/** Whether a stored server is the one that settings describe, secrets included. */
import type { Ports, Scope, SecretContext } from '../../ports/index.ts';
import type { Sealed } from '../../records.ts';
import { clientSecretContext, serverHeaderContext, serverTokenContext } from '../../tokens/associated-data.ts';
import { givenIn, type SecretField, type ServerSettings } from './settings.ts';

/**
 * Returns whether our state has a server of this name and URL, with these secrets.
 *
 * @throws what the key store refuses.
 */
export async function holdsSecrets(
  { name, config }: ServerSettings,
  { project }: Pick<Scope, 'project'>,
  { state, secrets }: Pick<Ports, 'state' | 'secrets'>,
): Promise<boolean> {
  const { server, provider } = await state.read(async (tables) => {
    const found = await tables.servers.find(project, name);
    return { server: found, provider: found?.providerId ? await tables.providers.get(found.providerId) : undefined };
  });
  if (server?.url !== config.endpoint) return false;
  const pairs: [SecretField | undefined, Sealed | undefined, SecretContext | undefined][] = [
    ...Object.entries(config.headers ?? {}).map(([header, field]): [SecretField, Sealed | undefined, SecretContext] => [
      field,
      server.headers?.[header],
      serverHeaderContext(server, header),
    ]),
    [config.auth?.auth_token, server.token, serverTokenContext(server)],
    [config.auth?.client_secret, provider?.clientSecret, provider && clientSecretContext(provider)],
  ];
  for (const [field, sealed, context] of pairs) {
    const given = givenIn(field);
    if (given === undefined) continue;
    if (sealed === undefined || context === undefined) return false;
    if ((await secrets.open(sealed, context)).reveal() !== given.reveal()) return false;
  }
  return true;
}
