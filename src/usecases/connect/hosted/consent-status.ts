/** Where a consent stands, for whoever began it. */
import type { Caller } from '../../../identity/caller.ts';
import type { Ports } from '../../../ports/index.ts';
import type { ConsentStatus } from '../../../records-of-callers.ts';
import { endIfOver } from './expire-consents.ts';
import { isSamePrincipal } from './start-consent.ts';
import {
  type ConsentServerOutcome,
  findConsent,
  isBeingTried,
  noSuchConsent,
  type StoredConsent,
} from './stored-consent.ts';

export interface ConsentReport {
  readonly status: ConsentStatus;
  /** Why it failed, or what is missing although it is connected. */
  readonly code?: string;
  readonly message?: string;
  readonly servers: readonly ConsentServerOutcome[];
}

/** @throws Refusal `not-found` for a caller who has not begun it */
export async function consentStatus(
  connectId: string,
  caller: Caller,
  ports: Pick<Ports, 'state' | 'secrets' | 'network' | 'clock'>,
): Promise<ConsentReport> {
  await endIfOver(connectId, ports);
  const row = await ports.state.read((tables) => findConsent(connectId, tables));
  if (row === undefined || !maySee(row, caller)) throw noSuchConsent();
  return consentReport(row, ports.clock.now());
}

/** Where the process died that tried the tokens, they are kept and good as far as anybody knows. Pure. */
export function consentReport(row: StoredConsent, now?: number): ConsentReport {
  const { outcome, consent } = row.pending;
  const status = isBeingTried(row, now) ? 'verifying' : row.status;
  const { code, message, servers = [] } = outcome ?? {};
  const known =
    servers.length > 0 ? servers : consent.servers.map(({ name }) => ({ name, connected: status === 'connected' }));
  return { status, ...(code !== undefined && { code }), ...(message !== undefined && { message }), servers: known };
}

/** Whoever began it; a key of the web app whose end user that is. */
function maySee(row: StoredConsent, caller: Caller): boolean {
  if (isSamePrincipal(row, caller)) return true;
  const { webApp } = row.pending.consent.for;
  const isOfWebApp = webApp !== undefined && caller.webAppId === webApp.id;
  return caller.project === row.project && caller.keyId !== undefined && isOfWebApp;
}
