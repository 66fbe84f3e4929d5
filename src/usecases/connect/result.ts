/** The result of a connect, decided after every server has been asked. */
import { type Hint, hint } from '../../next-step.ts';
import type { Ports } from '../../ports/index.ts';
import type { Connection, Provider } from '../../records.ts';
import { Refusal } from '../../refusal.ts';
import type { OpenConsentChannel } from './consent-channel.ts';
import type { ConsentHostPorts } from './consent-host.ts';
import type { ConnectAttempt } from './input.ts';
import { refusalOf } from './next-consent.ts';
import type { PreparationPorts } from './prepare.ts';
import type { Verdict } from './verify.ts';

export type ConnectPorts = PreparationPorts &
  ConsentHostPorts & {
    /** Called only when a person has to consent in a browser. */
    readonly openConsentChannel: OpenConsentChannel;
  };

export interface Connected {
  /** The name of what was connected. */
  readonly name: string;
  /** Undefined for a server that needs no authorization. */
  readonly grant?: GrantedTokens;
  readonly verdicts: readonly Verdict[];
}

export interface GrantedTokens {
  readonly provider: Provider;
  readonly connection: Connection;
  /** When the first token expires, in milliseconds since 1970. */
  readonly expiresAt: number;
  /** Asked for, but not granted. */
  readonly scopesMissing: readonly string[];
}

export interface VerifiedTokens {
  readonly name: string;
  readonly provider: Provider;
  readonly connection: Connection;
  /** The scopes that were asked for. */
  readonly asked: readonly string[];
  readonly verdicts: readonly Verdict[];
}

/** @throws Refusal when the server that was named does not accept its token, or when no server does. */
export async function connectedWith(
  { name, provider, connection, asked, verdicts }: VerifiedTokens,
  { state }: Pick<Ports, 'state'>,
): Promise<Connected> {
  throwUnlessAccepted(name, verdicts);
  const tokens = await state.read((tables) => tables.accessTokens.ofConnection(connection.id));
  const expiresAt = Math.min(...tokens.map((token) => token.expiresAt));
  const scopesMissing = asked.filter((each) => !connection.scopesGranted.includes(each));
  return { name, grant: { provider, connection, expiresAt, scopesMissing }, verdicts };
}

export function throwUnlessAccepted(name: string, verdicts: readonly Verdict[]): void {
  const refusal = refusalOf(name, verdicts);
  if (refusal) throw refusal;
}

/** @param advice What helps when the authorization server shows a page of its own instead of coming back. */
export function callbackTimeout(
  { request: { name }, input: { timeoutSeconds } }: ConnectAttempt,
  advice?: Hint,
): Refusal {
  const more = hint`${{ do: 'connect', target: name, timeout: timeoutSeconds * 2 }}`;
  return new Refusal('callback-timeout', {
    what: `No consent came back within ${timeoutSeconds} seconds.`,
    hint: advice ? hint`${advice}\nIf only time was short: ${more}` : hint`Try again with more time: ${more}`,
  });
}
