/** What came of connecting: judged after every server has been asked. */
import type { TerminalPorts } from '../../ports/person.ts';
import type { ConsentRequest } from '../../providers/consent-request.ts';
import type { Connection, Provider } from '../../records.ts';
import type { PreparationPorts } from './prepare.ts';
import type { Verdict } from './verify.ts';

export type ConnectPorts = PreparationPorts &
  Pick<TerminalPorts, 'browser' | 'redirects' | 'identifiers' | 'prompts' | 'references'>;

export interface Connected {
  /** What was asked for. */
  readonly name: string;
  /** Undefined for a server that needs no authorization. */
  readonly grant?: GrantedTokens;
  readonly verdicts: readonly Verdict[];
}

export interface GrantedTokens {
  readonly provider: Provider;
  readonly connection: Connection;
  /** Milliseconds since 1970: of the token that ends first. */
  readonly expiresAt: number;
  /** Asked for, but not granted. */
  readonly scopesMissing: readonly string[];
}

/** Refuses when the server that was named does not take its token, or when none does. */
export async function conclude(
  { name }: ConsentRequest,
  provider: Provider,
  connection: Connection,
  asked: readonly string[],
  verdicts: readonly Verdict[],
  { state }: Pick<TerminalPorts, 'state'>,
): Promise<Connected> {
  judge(name, verdicts);
  const tokens = await state.read((tables) => tables.accessTokens.ofConnection(connection.id));
  const expiresAt = Math.min(...tokens.map((token) => token.expiresAt));
  const scopesMissing = asked.filter((each) => !connection.scopesGranted.includes(each));
  return { name, grant: { provider, connection, expiresAt, scopesMissing }, verdicts };
}

export function judge(name: string, verdicts: readonly Verdict[]): void {
  const refusals = verdicts.flatMap(({ refusal }) => refusal ?? []);
  const named = verdicts.find(({ server }) => server.name === name);
  if (named?.refusal) throw named.refusal;
  if (refusals[0] && refusals.length === verdicts.length) throw refusals[0];
}
