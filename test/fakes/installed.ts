/** A home where something is installed already: rows written by the real database, not by `install`. */
import { systemClock } from '../../src/adapters/clock.ts';
import { openSqliteState } from '../../src/adapters/sqlite.ts';
import { createSecrets } from '../../src/adapters/vault.ts';
import type { CollectionId } from '../../src/manifest/types.ts';
import type { Installation, InstalledCollection } from '../../src/records.ts';
import { Secret } from '../../src/secret.ts';
import { apiKeyContext } from '../../src/tokens/associated-data.ts';
import { MASTER_KEY } from './mcpctl.ts';

export interface InstalledServer {
  readonly id: string;
  readonly url: string;
  readonly namespace?: string;
  readonly auth?: InstalledCollection['auth'];
  readonly apiKey?: string;
}

/** Puts an app into the default project of the home of a program (`createProgram`). */
export async function putApp(home: string, name: string, servers: readonly InstalledServer[]): Promise<void> {
  const secrets = createSecrets(async () => new Uint8Array(Buffer.from(MASTER_KEY, 'base64')));
  const bare: Installation = {
    id: `id-of-${name}`,
    project: 'default',
    name,
    manifest: '{}',
    manifestSha256: '0'.repeat(64),
    installedAt: 0,
    collections: [],
    oauthBindings: [],
    providerBindings: [],
  };
  const collections = servers.map(async ({ id, url, namespace = id, auth = 'none', apiKey }) => {
    const collection = { id: id as CollectionId, url, name: `The ${id}`, namespace, auth };
    if (apiKey === undefined) return collection;
    const context = apiKeyContext(bare, collection);
    return { ...collection, auth: 'api_key' as const, apiKey: await secrets.seal(new Secret(apiKey), context) };
  });
  const installation = { ...bare, collections: await Promise.all(collections) };
  const state = await openSqliteState({ home: `${home}/state`, clock: systemClock });
  await state.write((tables) => tables.installations.save(installation));
  await state.close();
}
