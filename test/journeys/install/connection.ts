/** A user's connection put straight into the state, where no authorization server is needed to see what happens to it. */
import { join } from 'node:path';
import { systemClock as clock } from '../../../src/adapters/clock.ts';
import { openSqliteState } from '../../../src/adapters/sqlite.ts';
import { createSecrets } from '../../../src/adapters/vault.ts';
import { Secret } from '../../../src/secret.ts';
import { accessTokenContext, tokenContext } from '../../../src/tokens/associated-data.ts';
import { MASTER_KEY, type Program } from '../../fakes/mcpctl.ts';
import { aConnection, anAccessToken } from '../../unit/adapters/records.ts';

export async function seedConnection(
  program: Program,
  providerName: string,
  user: string,
  scopesGranted: readonly string[],
): Promise<void> {
  const secrets = createSecrets(async () => Buffer.from(MASTER_KEY, 'base64'));
  const state = await openSqliteState({ home: join(program.home, 'state'), clock });
  const provider = await state.read((tables) => tables.providers.find('default', providerName));
  if (!provider) throw new Error(`no provider ${providerName}`);
  const now = clock.now();
  const bare = aConnection({ id: crypto.randomUUID(), providerId: provider.id, user, scopesGranted, connectedAt: now });
  const refreshToken = await secrets.seal(new Secret('a-refresh-token'), tokenContext(bare, provider, 'refresh_token'));
  const token = await secrets.seal(new Secret('an-access-token'), accessTokenContext(bare, provider, ''));
  const accessToken = anAccessToken({
    connectionId: bare.id,
    resource: '',
    token,
    issuedAt: now,
    expiresAt: now + 3_600_000,
    scopes: scopesGranted,
  });
  await state.write(async (tables) => {
    await tables.connections.save({ ...bare, refreshToken });
    await tables.accessTokens.save(accessToken);
  });
  await state.close();
}
