/** Renews a connection while this process holds its lease: the request, outside any transaction, then a compare-and-set. */
import { clientCredentials, refresh } from '../oauth/grants.ts';
import { isTokenError, type TokenResponse } from '../oauth/token-response.ts';
import type { AccessToken, Connection, Provider } from '../records.ts';
import { Refusal } from '../refusal.ts';
import { withoutSecrets } from '../secret.ts';
import type { TokenPorts } from './access-token.ts';
import { accessTokenContext, tokenContext } from './associated-data.ts';
import { oauthClient } from './oauth-client.ts';
import { putBack } from './refusals.ts';
import { noteCurrentToken } from './replaced-tokens.ts';
import { sealTokens } from './sealed-tokens.ts';
import type { CurrentToken } from './stored-token.ts';
import type { StoredTokens } from './token-status.ts';

export type Renewal =
  | { readonly is: 'renewed'; readonly current: CurrentToken }
  /** Another process has changed the state: read it again. */
  | { readonly is: 'superseded' }
  /** The stored tokens stay as they are. */
  | { readonly is: 'failed'; readonly refusal: Refusal };

/** A server that answers 5xx has not used up the refresh token. It is asked once more after so many milliseconds. */
const SECOND_TRY = 500;

export interface RenewalRequest {
  readonly stored: StoredTokens;
  /** `''` for a token without a resource. */
  readonly resource: string;
  /** Whether this process still holds the lease. Called right before each request. */
  confirm(): Promise<boolean>;
}

export async function renew({ stored, resource, confirm }: RenewalRequest, ports: TokenPorts): Promise<Renewal> {
  const { provider, connection, tokens } = stored;
  if (connection === undefined) return { is: 'superseded' };
  try {
    const granted = { provider, connection, tokens, resource };
    const request = await prepareRequest(granted, ports);
    const newest = await ports.secrets.newest(tokenContext(connection, provider, 'refresh_token'));
    if (!(await confirm())) return { is: 'superseded' };
    // Confirmed after it was looked up: only an old row in the place of the newest has a lower generation now.
    if (connection.generation < newest) throw putBack(provider, connection.generation, newest);
    await ports.secrets.noteStored(tokenContext(connection, provider, 'refresh_token'));
    const response = await request().catch(async (thrown) => {
      if (!isServerError(thrown)) throw thrown;
      await ports.clock.sleep(SECOND_TRY);
      if (!(await confirm())) throw thrown;
      return request();
    });
    ports.renewed?.({ provider: provider.name, outcome: 'renewed' });
    const kept = await keep(response, granted, ports);
    return kept ? { is: 'renewed', current: kept } : { is: 'superseded' };
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown;
    const isDead = isTokenError(thrown, 'invalid_grant');
    ports.renewed?.({ provider: provider.name, outcome: isDead ? 'refused' : 'failed' });
    // The message is stored and shown later. It may repeat a secret that the server was sent.
    const lastError = withoutSecrets(thrown.why ?? thrown.message);
    await release(connection, { lastError, isDead }, ports);
    return isDead ? { is: 'superseded' } : { is: 'failed', refusal: thrown };
  }
}

const isServerError = (thrown: unknown) => thrown instanceof Refusal && Number(thrown.details.status) >= 500;

interface Granted {
  readonly provider: Provider;
  readonly connection: Connection;
  readonly tokens: readonly AccessToken[];
  readonly resource: string;
}

/** Does all the work that comes before the request, so that it takes no time of the lease. */
async function prepareRequest({ provider, connection, tokens, resource }: Granted, ports: TokenPorts) {
  const client = await oauthClient(provider, ports, connection);
  const { fetch } = ports.network.towards(String(client.server.token_endpoint));
  const wish = { resource: provider.resourceParameter === 'send' ? resource : '' };
  if (connection.refreshToken !== undefined) {
    const token = await ports.secrets.open(
      connection.refreshToken,
      tokenContext(connection, provider, 'refresh_token'),
    );
    noteCurrentToken(JSON.stringify(['refresh', connection.id]), token, ports.clock);
    return () => refresh(client, token, wish, fetch);
  }
  // The new token goes to where the old one went. Only a sealed value says where that is.
  const before = tokens.find((token) => token.resource === resource);
  if (before) await ports.secrets.open(before.token, accessTokenContext(connection, provider, resource));
  const scopes = provider.scopes.map(({ scope }) => scope);
  return () => clientCredentials(client, { ...wish, scopes }, fetch);
}

/** Saves unless another response was saved in between: the generation is the compare of compare-and-set. */
async function keep(
  response: TokenResponse,
  { provider, connection, resource }: Granted,
  ports: TokenPorts,
): Promise<CurrentToken | undefined> {
  const sealed = await sealTokens(response, { provider, connection, resource }, ports);
  const kept = await ports.state.write(async (tables) => {
    const stored = await tables.connections.find(provider.id, connection.user);
    if (stored?.id !== connection.id || stored.generation !== connection.generation) return undefined;
    // An upgrade in between changes the provider, but these tokens still belong to the former one.
    const { formerProvider } = stored;
    const settled = { status: 'connected', lease: undefined, lastError: undefined } as const;
    const renewed: Connection = { ...sealed.connection, formerProvider, ...settled };
    await tables.connections.save(renewed);
    await tables.accessTokens.save(sealed.token);
    return { secret: response.accessToken, token: sealed.token, provider, connection: renewed };
  });
  if (kept) await ports.secrets.noteStored(tokenContext(kept.connection, provider, 'refresh_token'));
  return kept;
}

/** Gives the lease back and stores the error. A dead refresh token is marked only while it is still the stored one. */
function release(
  connection: Connection,
  { lastError, isDead }: { readonly lastError: string; readonly isDead: boolean },
  { state }: TokenPorts,
): Promise<void> {
  return state.write(async (tables) => {
    const stored = await tables.connections.find(connection.providerId, connection.user);
    if (stored === undefined || stored.lease?.owner !== connection.lease?.owner) return;
    const isStillThat = stored.refreshToken === connection.refreshToken;
    const status = isDead && isStillThat ? 'reconnect_needed' : stored.status;
    await tables.connections.save({ ...stored, status, lease: undefined, lastError });
  });
}
