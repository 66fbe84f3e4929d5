/** Stores the rows of a new consent, a connection and its tokens, in place of those from before. */
import { hint } from '../../next-step.ts';
import { newDpopKey } from '../../oauth/dpop.ts';
import { OFFLINE } from '../../oauth/scopes.ts';
import { originsOf } from '../../plan/ending-secrets.ts';
import type { Ports, Tables } from '../../ports/index.ts';
import { forgetRegistration } from '../../providers/forget-registration.ts';
import { isClientAbandoned } from '../../providers/keep-provider.ts';
import type { AccessToken, Connection, Provider } from '../../records.ts';
import { Refusal } from '../../refusal.ts';
import type { Secret } from '../../secret.ts';
import type { ToolServer } from '../../targets.ts';
import { tokenContext } from '../../tokens/associated-data.ts';
import { isSameClient } from '../../tokens/consent-client.ts';
import { type Tokens as Grant, revokeTokens } from '../../tokens/revoke.ts';
import { sealTokens } from '../../tokens/sealed-tokens.ts';
import { rememberedScopes } from '../../tokens/step-up.ts';
import { accountOf } from './account.ts';
import type { ResourceToken } from './resource-tokens.ts';

type GrantPorts = Pick<Ports, 'state' | 'secrets' | 'clock' | 'identifiers' | 'network'>;

export interface NewConnection {
  readonly provider: Provider;
  readonly existing: Connection | undefined;
  readonly user: string;
  /** What the consent is for. */
  readonly servers: readonly Pick<ToolServer, 'url'>[];
  /** The key that the tokens are bound to. Without one, a provider that wants one gets a new one. */
  readonly dpopKey?: Secret;
}

/** Returns a connection with its identity and key, and without tokens. Stores nothing. */
export async function startConnection(
  { provider, existing, user, servers, dpopKey }: NewConnection,
  { secrets, clock, identifiers }: GrantPorts,
): Promise<Connection> {
  const fresh: Connection = {
    id: existing?.id ?? identifiers.next(),
    project: provider.project,
    user: existing?.user ?? user,
    providerId: provider.id,
    status: 'connected',
    origins: originsOf(servers.map(({ url }) => url)),
    scopesGranted: [],
    scopesChallenged: existing?.scopesChallenged ?? [],
    scopesRefused: existing?.scopesRefused,
    stepUps: existing?.stepUps ?? 0,
    // Above every generation before it, also where an older row was put in the place of the last one.
    generation: Math.max(existing?.generation ?? 0, clock.now()),
    connectedAt: clock.now(),
  };
  if (!provider.dpop) return fresh;
  const key = dpopKey ?? (await newDpopKey());
  return { ...fresh, dpopKey: await secrets.seal(key, tokenContext(fresh, provider, 'dpop_key')) };
}

export interface NewTokens {
  readonly provider: Provider;
  readonly start: Connection;
  readonly tokens: readonly ResourceToken[];
  /** The scopes that were asked for. They count as granted when the server does not say (RFC 6749, section 5.1). */
  readonly asked: readonly string[];
  /** Happens in the same transaction, or all of it does not. */
  readonly alongside?: (tables: Tables) => Promise<void>;
}

/** Then revokes the tokens of a client from before, and deletes its registration when no connection uses it any more. */
export async function saveTokens(
  { provider, start, tokens, asked, alongside }: NewTokens,
  ports: GrantPorts,
): Promise<Connection> {
  const account = await accountOf(provider, tokens[0]?.response, ports);
  let connection: Connection = { ...start, account, scopesGranted: asked };
  const rows: AccessToken[] = [];
  const granted = new Set<string>();
  for (const { resource, response } of tokens) {
    const sealed = await sealTokens(
      { ...response, scopes: response.scopes ?? asked },
      { provider, connection, resource },
      ports,
    );
    connection = sealed.connection;
    rows.push(sealed.token);
    for (const scope of sealed.token.scopes) granted.add(scope);
    // The refresh token shows that it is granted. Servers leave it out of the scope of access tokens.
    if (response.refreshToken && asked.includes(OFFLINE)) granted.add(OFFLINE);
  }
  const refused = [...(start.scopesRefused ?? []), ...start.scopesChallenged.filter((scope) => asked.includes(scope))];
  const scopesRefused = rememberedScopes(refused).filter((scope) => !granted.has(scope));
  const kept: Connection = { ...connection, scopesGranted: [...granted], scopesRefused, refreshedAt: undefined };
  const saved = await ports.state.write(async (tables) => {
    const current = await tables.providers.get(provider.id);
    if (current === undefined) return undefined;
    const stored = await tables.connections.find(provider.id, kept.user);
    // It was begun before another one that has ended since.
    if (stored && stored.id !== kept.id) await tables.connections.remove(stored.id);
    // The provider may use a client for another redirect URI by now.
    const own: Connection = isSameClient(provider, current) ? kept : { ...kept, formerProvider: provider };
    const replaced = stored && (await formerGrant(stored, { provider, current, tables }));
    await tables.connections.save(own);
    await tables.accessTokens.removeAll(own.id);
    for (const row of rows) await tables.accessTokens.save(row);
    await alongside?.(tables);
    const isAbandoned = replaced && (await isClientAbandoned(replaced.provider, provider, tables));
    return { connection: own, former: replaced && { ...replaced, isAbandoned } };
  });
  if (saved === undefined) {
    await revokeTokens({ provider, connection: kept, tokens: rows }, ports);
    throw providerGone(provider);
  }
  const { former } = saved;
  await ports.secrets.noteStored(tokenContext(kept, provider, 'refresh_token'));
  if (former) await revokeTokens(former, ports);
  if (former?.isAbandoned) await forgetRegistration(former.provider, ports);
  return saved.connection;
}

/** What the new consent replaces, where that was got with another client and so has to be revoked with that one. */
async function formerGrant(
  stored: Connection,
  { provider, current, tables }: { readonly provider: Provider; readonly current: Provider; readonly tables: Tables },
): Promise<Grant | undefined> {
  const granting = stored.formerProvider ?? current;
  if (isSameClient(granting, provider)) return undefined;
  return { provider: granting, connection: stored, tokens: await tables.accessTokens.ofConnection(stored.id) };
}

function providerGone({ name }: Provider): Refusal {
  return new Refusal('target-unknown', {
    what: `${name} was deleted while somebody consented.`,
    why: 'The tokens were revoked, and nothing of them is kept.',
    hint: hint`See ${{ do: 'status' }}`,
  });
}
