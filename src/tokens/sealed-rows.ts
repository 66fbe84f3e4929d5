/** Every row with a secret in it, of every project: read, sealed again, and written back. */
import type { SecretContext, Tables } from '../ports/index.ts';
import type {
  AccessToken,
  Connection,
  GatewayToken,
  Installation,
  PendingRegistration,
  PendingRevocation,
  Provider,
  Sealed,
  Server,
} from '../records.ts';
import type { PendingConsentRow } from '../records-of-callers.ts';
import {
  accessTokenContext,
  apiKeyContext,
  type ConsentBinding,
  clientSecretContext,
  consentContext,
  gatewayTokenContext,
  registrationTokenContext,
  serverHeaderContext,
  serverTokenContext,
  tokenContext,
} from './associated-data.ts';

export interface SealedRows {
  readonly installations: readonly Installation[];
  readonly providers: readonly Provider[];
  readonly servers: readonly Server[];
  readonly connections: readonly Connection[];
  readonly accessTokens: readonly AccessToken[];
  readonly gatewayTokens: readonly GatewayToken[];
  readonly registrations: readonly PendingRegistration[];
  /** Providers as they were with a client for another redirect URI. */
  readonly clientRegistrations: readonly Provider[];
  readonly revocations: readonly PendingRevocation[];
  readonly consents: readonly SealedConsent[];
}

/** A consent under way, as far as secrets are in it (src/usecases/connect/hosted/stored-consent.ts). */
interface SealedConsent extends PendingConsentRow {
  readonly pending: {
    readonly consent: ConsentBinding;
    readonly waiting?: Pick<PendingRevocation, 'provider' | 'connection' | 'tokens'>;
  };
}

export async function readSealedRows(tables: Tables): Promise<SealedRows> {
  const rows = {
    installations: [],
    providers: [],
    servers: [],
    connections: [],
    accessTokens: [],
    gatewayTokens: [],
    registrations: [],
    clientRegistrations: [],
    revocations: [],
    consents: [],
  } as {
    [Kind in keyof SealedRows]: SealedRows[Kind][number][];
  };
  for (const project of await tables.projects()) {
    rows.installations.push(...(await tables.installations.list(project)));
    rows.providers.push(...(await tables.providers.list(project)));
    rows.servers.push(...(await tables.servers.list(project)));
    rows.connections.push(...(await tables.connections.list(project)));
    rows.accessTokens.push(...(await tables.accessTokens.list(project)));
    rows.clientRegistrations.push(...(await tables.clientRegistrations.list(project)));
    rows.revocations.push(...(await tables.revocations.list(project)));
    rows.consents.push(...((await tables.pendingConsents.list(project)) as SealedConsent[]));
    rows.gatewayTokens.push(...(await tables.gatewayTokens.list(project)));
    rows.registrations.push(...(await tables.registrations.list(project)));
  }
  return rows;
}

/** What becomes of one sealed value. */
export type Resealing = (sealed: Sealed, context: SecretContext) => Promise<Sealed>;

/** Returns the rows with every secret sealed again, each with the associated data that it belongs to. */
export async function resealed(before: SealedRows, reseal: Resealing): Promise<SealedRows> {
  const move = async <T extends Sealed | undefined>(sealed: T, context: SecretContext): Promise<T> =>
    sealed === undefined ? sealed : ((await reseal(sealed, context)) as T);
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
  const moveConnection = async (connection: Connection, granting: Provider): Promise<Connection> => {
    const { formerProvider, refreshToken, dpopKey } = connection;
    const context = (column: string) => tokenContext(connection, granting, column);
    return {
      ...connection,
      formerProvider: formerProvider && (await moveProvider(formerProvider)),
      refreshToken: await move(refreshToken, context('refresh_token')),
      dpopKey: await move(dpopKey, context('dpop_key')),
    };
  };
  const moveToken = async (token: AccessToken, connection: Connection, granting: Provider): Promise<AccessToken> => ({
    ...token,
    token: await move(token.token, accessTokenContext(connection, granting, token.resource)),
  });
  const moveGrant = async <T extends Pick<PendingRevocation, 'provider' | 'connection' | 'tokens'>>(grant: T) => {
    const { provider, connection, tokens } = grant;
    return {
      ...grant,
      provider: await moveProvider(provider),
      connection: await moveConnection(connection, provider),
      tokens: await each(tokens, (token) => moveToken(token, connection, provider)),
    };
  };
  return {
    installations: await each(before.installations, async (installation) => ({
      ...installation,
      collections: await each(installation.collections, async (collection) => ({
        ...collection,
        apiKey: await move(collection.apiKey, apiKeyContext(installation, collection)),
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
    connections: await each(before.connections, (each) => moveConnection(each, grantingOf(each))),
    accessTokens: await each(before.accessTokens, (token) => {
      const connection = found(before.connections, token.connectionId);
      return moveToken(token, connection, grantingOf(connection));
    }),
    gatewayTokens: await each(before.gatewayTokens, async (token) => ({
      ...token,
      token: await move(token.token, gatewayTokenContext(token)),
    })),
    registrations: await each(before.registrations, async (pending) => ({
      ...pending,
      provider: pending.provider && (await moveProvider(pending.provider)),
    })),
    clientRegistrations: await each(before.clientRegistrations, moveProvider),
    revocations: await each(before.revocations, moveGrant),
    consents: await each(before.consents, async ({ pending, sealed, ...row }) => ({
      ...row,
      ...(sealed && { sealed: await move(sealed, consentContext(pending.consent)) }),
      pending: { ...pending, ...(pending.waiting && { waiting: await moveGrant(pending.waiting) }) },
    })),
  };
}

export async function saveSealedRows(rows: SealedRows, tables: Tables): Promise<void> {
  for (const installation of rows.installations) await tables.installations.save(installation);
  for (const provider of rows.providers) await tables.providers.save(provider);
  for (const server of rows.servers) await tables.servers.save(server);
  for (const connection of rows.connections) await tables.connections.save(connection);
  for (const token of rows.accessTokens) await tables.accessTokens.save(token);
  for (const token of rows.gatewayTokens) await tables.gatewayTokens.save(token);
  for (const pending of rows.registrations) await tables.registrations.save(pending);
  for (const provider of rows.clientRegistrations) {
    await tables.clientRegistrations.save(provider, provider.registration?.redirectUri ?? '');
  }
  for (const consent of rows.consents) await tables.pendingConsents.save(consent);
  for (const revocation of rows.revocations) await tables.revocations.save(revocation, 0);
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
