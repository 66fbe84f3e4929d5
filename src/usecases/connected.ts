/** What came of connecting: judged after every server has been asked. */
import type { Ports } from '../ports.ts';
import type { Connection, Provider } from '../records.ts';
import type { PreparationPorts } from './connectpreparation.ts';
import type { Subject } from './connectsubject.ts';
import type { Verdict } from './verification.ts';

export type ConnectPorts = PreparationPorts &
  Pick<Ports, 'browser' | 'redirects' | 'identifiers' | 'prompts' | 'references'>;

export interface Connected {
  /** What was asked for. */
  readonly name: string;
  readonly provider: Provider;
  readonly connection: Connection;
  /** Milliseconds since 1970: of the token that ends first. */
  readonly expiresAt: number;
  /** Asked for, but not granted. */
  readonly scopesMissing: readonly string[];
  readonly verdicts: readonly Verdict[];
}

/** Refuses when the server that was named does not take its token, or when none does. */
export async function conclude(
  { name }: Subject,
  provider: Provider,
  connection: Connection,
  asked: readonly string[],
  verdicts: readonly Verdict[],
  { state }: Pick<Ports, 'state'>,
): Promise<Connected> {
  const refusals = verdicts.flatMap(({ refusal }) => refusal ?? []);
  const named = verdicts.find(({ server }) => server.name === name);
  if (named?.refusal) throw named.refusal;
  if (refusals[0] && refusals.length === verdicts.length) throw refusals[0];
  const tokens = await state.read((tables) => tables.accessTokens.ofConnection(connection.id));
  return {
    name,
    provider,
    connection,
    expiresAt: Math.min(...tokens.map(({ expiresAt }) => expiresAt)),
    scopesMissing: asked.filter((each) => !connection.scopesGranted.includes(each)),
    verdicts,
  };
}
