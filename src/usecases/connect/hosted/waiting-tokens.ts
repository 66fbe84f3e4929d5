/** Tokens that wait until whoever began confirms: sealed, in no connection, and revoked when nobody does. */
import type { Ports, Tables } from '../../../ports/index.ts';
import type { AccessToken, PendingRevocation } from '../../../records.ts';
import { accessTokenContext, tokenContext } from '../../../tokens/associated-data.ts';
import { revokeEnded } from '../../../tokens/revocations.ts';
import { sealTokens } from '../../../tokens/sealed-tokens.ts';
import { clientOfConsent } from '../client-of-consent.ts';
import type { Granted } from '../consent.ts';
import { startConnection } from '../save-tokens.ts';
import type { HostedPorts } from './request-consent.ts';
import type { StoredConsent, WaitingTokens } from './stored-consent.ts';

export async function sealWaiting(granted: Granted, ports: HostedPorts): Promise<WaitingTokens> {
  const { provider, servers, tokens, dpopKey, pending } = granted;
  const { user, scopes: asked } = pending;
  const start = await startConnection({ provider, existing: undefined, user, servers, dpopKey }, ports);
  let connection = { ...start, scopesGranted: asked };
  const rows: AccessToken[] = [];
  for (const { resource, response } of tokens) {
    const scopes = response.scopes ?? asked;
    const sealed = await sealTokens({ ...response, scopes }, { provider, connection, resource }, ports);
    connection = { ...sealed.connection, scopesGranted: asked };
    rows.push(sealed.token);
  }
  const person = tokens[0]?.response.person;
  return { provider, connection, tokens: rows, ...(person && { person }) };
}

/** @throws Refusal `plan-stale` when provider or servers are others by now, and `secret-unreadable` */
export async function openWaiting(row: StoredConsent, waiting: WaitingTokens, ports: HostedPorts): Promise<Granted> {
  const { consent } = row.pending;
  const { secrets, clock } = ports;
  const { provider, servers } = await clientOfConsent(consent, undefined, ports);
  const { provider: granting, connection, tokens: rows, person } = waiting;
  const open = (column: 'refresh_token' | 'dpop_key', sealed: typeof connection.dpopKey) =>
    sealed && secrets.open(sealed, tokenContext(connection, granting, column));
  const refreshToken = await open('refresh_token', connection.refreshToken);
  const dpopKey = await open('dpop_key', connection.dpopKey);
  const tokens: Granted['tokens'] = await Promise.all(
    rows.map(async ({ resource, token, tokenType, expiresAt, scopes }) => {
      const accessToken = await secrets.open(token, accessTokenContext(connection, granting, resource));
      const expiresIn = Math.max(0, (expiresAt - clock.now()) / 1000);
      return { resource, response: { accessToken, refreshToken, tokenType, expiresIn, scopes, person } };
    }),
  );
  return { is: 'granted', pending: consent, provider, servers, tokens, dpopKey };
}

/** In milliseconds: for so long nobody else revokes them. */
const TURN = 60_000;

/** Hands the tokens over to be revoked, in the transaction that ends the consent. */
export async function dropWaiting(
  { project, pending: { waiting } }: StoredConsent,
  tables: Tables,
  now: number,
): Promise<PendingRevocation[]> {
  if (waiting === undefined) return [];
  const { provider, connection, tokens } = waiting;
  const revocation: PendingRevocation = { id: connection.id, project, provider, connection, tokens };
  if (provider.endpoints.revocation) await tables.revocations.save(revocation, now + TURN);
  return [revocation];
}

export async function revokeDropped(
  dropped: readonly PendingRevocation[],
  ports: Pick<Ports, 'state' | 'secrets' | 'network' | 'clock'>,
): Promise<void> {
  if (dropped.length > 0) await revokeEnded(dropped, ports);
}
