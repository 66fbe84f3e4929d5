/** `provider update`: changes what is given and keeps the rest. */
import { addressesOf, ends } from '../../plan/ending-secrets.ts';
import { confirmationFor, type Given, type NeedsConfirmation } from '../../plan/needs.ts';
import type { Change } from '../../plan/plan.ts';
import type { Ports, Scope } from '../../ports/index.ts';
import { keepProvider } from '../../providers/keep-provider.ts';
import { type ProviderSettings, withSettings } from '../../providers/provider-settings.ts';
import type { Connection, Provider } from '../../records.ts';
import { withClientSecret } from '../../tokens/client-secret.ts';
import { endConnections, revokeEnded } from '../../tokens/revocations.ts';
import { type ProviderRevocation, providerWithConnections } from './provider.ts';

export interface UpdateProviderInput {
  readonly name: string;
  readonly settings: ProviderSettings;
}

export interface UpdatedProvider {
  readonly provider: Provider;
  /** Consents that ended, since they belonged to the client as it was. */
  readonly ended: readonly ProviderRevocation[];
  /** How many consents stay good. */
  readonly kept: number;
  /** Scopes that those consents do not have. */
  readonly scopesAdded: readonly string[];
}

type UpdatePorts = Pick<Ports, 'state' | 'secrets' | 'network' | 'clock'>;

/**
 * If people are connected and another client, grant or endpoint is given: returns what would end until its digest is
 * given. Labels, scopes and a new secret end no consent.
 *
 * @throws Refusal `target-unknown`, `usage`, `url-refused`, and what the key store refuses.
 */
export async function updateProvider(
  { name, settings, ...given }: UpdateProviderInput & Given,
  scope: Pick<Scope, 'project'>,
  ports: UpdatePorts,
): Promise<UpdatedProvider | NeedsConfirmation> {
  const { provider, connections } = await providerWithConnections(name, scope, ports);
  const changed = withSettings(provider, settings);
  const changes = clientChanges(provider, changed);
  const isAnother = ends('provider_consent', addressesOf(provider), addressesOf(changed));
  const ending = isAnother ? connections : [];
  if (ending.length > 0) {
    const users = ending.map(({ user }) => user);
    const needs = await confirmationFor(
      [
        { kind: 'provider-updated', name, changes },
        { kind: 'connections-ended', of: name, users },
      ],
      given,
    );
    if (needs) return needs;
  }
  const ended = await endConsents(ending, provider, ports);
  const same = withoutMovedSecret(provider, changed);
  const next = isAnother ? asNewClient(same) : same;
  const { clientSecret } = settings;
  const wanted = clientSecret ? await withClientSecret(next, clientSecret, ports) : next;
  const stored = await keepProvider(wanted, { provider, servers: [], name }, ports);
  const known = new Set(provider.scopes.map(({ scope: each }) => each));
  const scopesAdded = stored.scopes.map(({ scope: each }) => each).filter((each) => !known.has(each));
  return { provider: stored, ended, kept: connections.length - ending.length, scopesAdded };
}

async function endConsents(
  connections: readonly Connection[],
  provider: Provider,
  ports: UpdatePorts,
): Promise<ProviderRevocation[]> {
  if (connections.length === 0) return [];
  const { state, clock } = ports;
  return revokeEnded(await state.write((tables) => endConnections(connections, provider, { tables, clock })), ports);
}

/** What makes another client of the provider. */
function clientChanges(before: Provider, after: Provider): Change[] {
  const url = ({ endpoints }: Provider, name: 'token' | 'authorization') => endpoints[name]?.value ?? null;
  const fields: [string, string | null, string | null][] = [
    ['client_id', before.clientId ?? null, after.clientId ?? null],
    ['grant_type', before.grantType, after.grantType],
    ['authorization_endpoint', url(before, 'authorization'), url(after, 'authorization')],
    ['token_endpoint', url(before, 'token'), url(after, 'token')],
  ];
  return fields.flatMap(([field, from, to]) => (from === to ? [] : [{ field, from, to }]));
}

/** Nothing that was discovered for the old client is true of the new one. */
function asNewClient(provider: Provider): Provider {
  const given = Object.entries(provider.endpoints).filter(([, { from }]) => from !== 'discovered');
  return { ...provider, issuer: undefined, registration: undefined, endpoints: Object.fromEntries(given) };
}

/** A secret that was given for one token endpoint goes to no other: it has to be given again. */
function withoutMovedSecret(before: Provider, after: Provider): Provider {
  if (!ends('client_secret', addressesOf(before), addressesOf(after))) return after;
  return { ...after, clientSecret: undefined, clientAuthMethod: undefined };
}
