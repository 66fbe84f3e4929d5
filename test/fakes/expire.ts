/** Makes the stored access tokens of a home old, as time would. */
import { systemClock } from '../../src/adapters/clock.ts';
import { openSqliteState } from '../../src/adapters/sqlite.ts';

export async function expireTokens(home: string): Promise<void> {
  const state = await openSqliteState({ home: `${home}/state`, clock: systemClock });
  await state.write(async (tables) => {
    for (const provider of await tables.providers.list('default')) {
      for (const connection of await tables.connections.ofProvider(provider.id)) {
        for (const token of await tables.accessTokens.ofConnection(connection.id)) {
          await tables.accessTokens.save({ ...token, expiresAt: Date.now() - 1000 });
        }
      }
    }
  });
  await state.close();
}
