/** Renews a connection under its lease: the request, outside any transaction, and the compare-and-set after it. */
import { clientCredentials, refresh } from '../oauth/grants.ts';
import { isTokenError, type TokenResponse } from '../oauth/token-response.ts';
import type { Connection, Provider } from '../records.ts';
import { Refusal } from '../refusal.ts';
import { withoutSecrets } from '../secret.ts';
import type { TokenPorts } from './access-token.ts';
import { tokenContext } from './associated-data.ts';
import { oauthClient } from './oauth-client.ts';
import { sealTokens } from './sealed-tokens.ts';
import type { CurrentToken } from './stored-token.ts';
import type { StoredTokens } from './token-status.ts';

export type Renewal =
  | { readonly is: 'renewed'; readonly current: CurrentToken }
  /** The state has moved on: read it again. */
  | { readonly is: 'superseded' }
  /** The tokens that there are stay as they are. */
  | { readonly is: 'failed'; readonly refusal: Refusal };

/** A server that says it is not well (5xx) has used nothing up, and is asked once more after so long. */
const SECOND_TRY = 500;

/** `confirm` is asked right before each request, whether it is still ours to send. */
export async function renew(
  stored: StoredTokens,
  resource: string,
  confirm: () => Promise<boolean>,
  ports: TokenPorts,
): Promise<Renewal> {
  const { provider, connection } = stored;
  if (connection === undefined) return { is: 'superseded' };
  try {
    const request = await prepareRequest(provider, connection, resource, ports);
    if (!(await confirm())) return { is: 'superseded' };
    const response = await request().catch(async (thrown) => {
      if (!isUnwell(thrown)) throw thrown;
      await ports.clock.sleep(SECOND_TRY);
      if (!(await confirm())) throw thrown;
      return request();
    });
    ports.renewed?.({ provider: provider.name, outcome: 'renewed' });
    const kept = await keep(provider, connection, resource, response, ports);
    return kept ? { is: 'renewed', current: kept } : { is: 'superseded' };
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown;
    const isDead = isTokenError(thrown, 'invalid_grant');
    ports.renewed?.({ provider: provider.name, outcome: isDead ? 'refused' : 'failed' });
    // What a server says is kept and shown for long, and may repeat what it was sent.
    await release(connection, withoutSecrets(thrown.why ?? thrown.message), isDead, ports);
    return isDead ? { is: 'superseded' } : { is: 'failed', refusal: thrown };
  }
}

const isUnwell = (thrown: unknown) => thrown instanceof Refusal && Number(thrown.details.status) >= 500;

/** Everything that can be done before the request: what it takes is not on the lease. */
async function prepareRequest(provider: Provider, connection: Connection, resource: string, ports: TokenPorts) {
  const client = await oauthClient(provider, ports, connection);
  const { fetch } = ports.network.towards(String(client.server.token_endpoint));
  const wish = { resource: provider.resourceParameter === 'send' ? resource : '' };
  if (connection.refreshToken !== undefined) {
    const token = await ports.secrets.open(
      connection.refreshToken,
      tokenContext(connection, provider, 'refresh_token'),
    );
    return () => refresh(client, token, wish, fetch);
  }
  const scopes = provider.scopes.map(({ scope }) => scope);
  return () => clientCredentials(client, { ...wish, scopes }, fetch);
}

/** Saves unless another response was saved since: the generation is the compare of compare-and-set. */
async function keep(
  provider: Provider,
  connection: Connection,
  resource: string,
  response: TokenResponse,
  ports: TokenPorts,
): Promise<CurrentToken | undefined> {
  const sealed = await sealTokens(response, { provider, connection, resource }, ports);
  return ports.state.write(async (tables) => {
    const stored = await tables.connections.find(provider.id, connection.user);
    if (stored?.id !== connection.id || stored.generation !== connection.generation) return undefined;
    // An upgrade meanwhile has changed the provider, not what these tokens belong to.
    const { formerProvider } = stored;
    const settled = { status: 'connected', lease: undefined, lastError: undefined } as const;
    const renewed: Connection = { ...sealed.connection, formerProvider, ...settled };
    await tables.connections.save(renewed);
    await tables.accessTokens.save(sealed.token);
    return { secret: response.accessToken, token: sealed.token, provider, connection: renewed };
  });
}

/** Gives the lease back and notes what happened. A dead refresh token is only marked while it is the stored one. */
function release(connection: Connection, lastError: string, isDead: boolean, { state }: TokenPorts): Promise<void> {
  return state.write(async (tables) => {
    const stored = await tables.connections.find(connection.providerId, connection.user);
    if (stored === undefined || stored.lease?.owner !== connection.lease?.owner) return;
    const isStillThat = stored.refreshToken === connection.refreshToken;
    const status = isDead && isStillThat ? 'reconnect_needed' : stored.status;
    await tables.connections.save({ ...stored, status, lease: undefined, lastError });
  });
}
