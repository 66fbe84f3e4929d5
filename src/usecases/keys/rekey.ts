/** `keys move` and `keys rotate`: encrypt every secret of every project again, in one transaction. */
import type { KeyStoreName, Ports, SecretContext, Secrets, Tables } from '../../ports/index.ts';
import type {
  AccessToken,
  Connection,
  GatewayToken,
  Installation,
  PendingRegistration,
  Provider,
  Sealed,
  Server,
} from '../../records.ts';
import { Refusal } from '../../refusal.ts';
import {
  accessTokenContext,
  apiKeyContext,
  clientSecretContext,
  gatewayTokenContext,
  registrationTokenContext,
  serverHeaderContext,
  serverTokenContext,
  tokenContext,
} from '../../tokens/associated-data.ts';

export interface Rekeyed {
  readonly store: KeyStoreName;
  /** How many secrets were encrypted again. */
  readonly secrets: number;
}

/** How often to try when other processes write in between. */
const ATTEMPTS = 10;

/**
 * The old key stays in force when it throws.
 *
 * @throws Refusal `secret-unreadable`, `state-busy`, and what the key stores refuse.
 */
export async function rekey(
  store: KeyStoreName | undefined,
  ports: Pick<Ports, 'state' | 'secrets' | 'keyStore' | 'progress'>,
): Promise<Rekeyed> {
  ports.progress.step('Making a new master key');
  const renewal = await ports.keyStore.renew(store);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const before = await ports.state.read(everything);
    ports.progress.step('Encrypting every secret anew');
    const { rows, count } = await resealed(before, ports.secrets, renewal.secrets);
    const isDone = await ports.state.write(async (tables) => {
      if (JSON.stringify(await everything(tables)) !== JSON.stringify(before)) return false;
      await save(rows, tables);
      return true;
    });
    if (!isDone) continue;
    await renewal.conclude();
    ports.progress.done();
    return { store: renewal.store, secrets: count };
  }
  throw new Refusal('state-busy', {
    what: 'The secrets could not be encrypted anew.',
    why: 'Other processes changed them all the while.',
    hint: 'Stop them and run the command again. Until then the old key stays in force.',
  });
}

interface Rows {
  readonly installations: readonly Installation[];
  readonly providers: readonly Provider[];
  readonly servers: readonly Server[];
  readonly connections: readonly Connection[];
  readonly accessTokens: readonly AccessToken[];
  readonly gatewayTokens: readonly GatewayToken[];
  readonly registrations: readonly PendingRegistration[];
}

async function everything(tables: Tables): Promise<Rows> {
  const rows = {
    installations: [],
    providers: [],
    servers: [],
    connections: [],
    accessTokens: [],
    gatewayTokens: [],
    registrations: [],
  } as {
    [Kind in keyof Rows]: Rows[Kind][number][];
  };
  for (const project of await tables.projects()) {
    rows.installations.push(...(await tables.installations.list(project)));
    rows.providers.push(...(await tables.providers.list(project)));
    rows.servers.push(...(await tables.servers.list(project)));
    rows.connections.push(...(await tables.connections.list(project)));
    rows.gatewayTokens.push(...(await tables.gatewayTokens.list(project)));
    rows.registrations.push(...(await tables.registrations.list(project)));
  }
  for (const { id } of rows.connections) rows.accessTokens.push(...(await tables.accessTokens.ofConnection(id)));
  return rows;
}

/** Decrypts and encrypts each secret with the associated data that it belongs to. */
async function resealed(before: Rows, from: Secrets, to: Secrets): Promise<{ rows: Rows; count: number }> {
  let count = 0;
  const move = async <T extends Sealed | undefined>(sealed: T, context: SecretContext): Promise<T> => {
    if (sealed === undefined) return sealed;
    count++;
    return (await to.seal(await from.open(sealed, context), context)) as T;
  };
  const grantingOf = ({ formerProvider, providerId }: Connection) =>
    formerProvider ?? found(before.providers, providerId);
  const moveProvider = async (provider: Provider): Promise<Provider> => ({
    ...provider,
    clientSecret: await move(provider.clientSecret, clientSecretContext(provider)),
    registration: provider.registration && {
      ...provider.registration,
      registrationAccessToken: await move(
        provider.registration.registrationAccessToken,
        registrationTokenContext(provider),
      ),
    },
  });
  const rows: Rows = {
    installations: await each(before.installations, async (installation) => ({
      ...installation,
      collections: await each(installation.collections, async (collection) => ({
        ...collection,
        apiKey: await move(collection.apiKey, apiKeyContext(installation, collection.id)),
      })),
    })),
    providers: await each(before.providers, moveProvider),
    servers: await each(before.servers, async (server) => ({
      ...server,
      token: await move(server.token, serverTokenContext(server)),
      headers:
        server.headers &&
        (await eachValue(server.headers, (value, name) => move(value, serverHeaderContext(server, name)))),
    })),
    connections: await each(before.connections, async (connection) => {
      const { formerProvider } = connection;
      const context = (column: string) => tokenContext(connection, grantingOf(connection), column);
      return {
        ...connection,
        formerProvider: formerProvider && (await moveProvider(formerProvider)),
        refreshToken: await move(connection.refreshToken, context('refresh_token')),
        dpopKey: await move(connection.dpopKey, context('dpop_key')),
      };
    }),
    accessTokens: await each(before.accessTokens, async (token) => {
      const connection = found(before.connections, token.connectionId);
      const context = accessTokenContext(connection, grantingOf(connection), token.resource);
      return { ...token, token: await move(token.token, context) };
    }),
    gatewayTokens: await each(before.gatewayTokens, async (token) => ({
      ...token,
      token: await move(token.token, gatewayTokenContext(token)),
    })),
    registrations: await each(before.registrations, async (pending) => ({
      ...pending,
      provider: pending.provider && (await moveProvider(pending.provider)),
    })),
  };
  return { rows, count };
}

async function save(rows: Rows, tables: Tables): Promise<void> {
  for (const installation of rows.installations) await tables.installations.save(installation);
  for (const provider of rows.providers) await tables.providers.save(provider);
  for (const server of rows.servers) await tables.servers.save(server);
  for (const connection of rows.connections) await tables.connections.save(connection);
  for (const token of rows.accessTokens) await tables.accessTokens.save(token);
  for (const token of rows.gatewayTokens) await tables.gatewayTokens.save(token);
  for (const pending of rows.registrations) await tables.registrations.save(pending);
}

async function each<T>(rows: readonly T[], change: (row: T) => Promise<T>): Promise<T[]> {
  const changed: T[] = [];
  for (const row of rows) changed.push(await change(row));
  return changed;
}

async function eachValue<T>(record: Readonly<Record<string, T>>, change: (value: T, name: string) => Promise<T>) {
  const changed: Record<string, T> = {};
  for (const [name, value] of Object.entries(record)) changed[name] = await change(value, name);
  return changed;
}

/** Throws an `Error` for a missing row, since the database keeps no row without the one that it belongs to. */
function found<T extends { readonly id: string }>(rows: readonly T[], id: string): T {
  const row = rows.find((candidate) => candidate.id === id);
  if (!row) throw new Error(`no row ${id}`);
  return row;
}
