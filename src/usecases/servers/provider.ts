/** OAuth providers made by hand, which manifests name with `oauth_app`. */
import { hint } from '../../next-step.ts';
import type { Scope, Tables } from '../../ports/index.ts';
import type { TerminalPorts } from '../../ports/person.ts';
import { confirmed } from '../../providers/confirm.ts';
import { keepProvider } from '../../providers/keep-provider.ts';
import { newProvider } from '../../providers/new-provider.ts';
import { givenSecret, type ProviderSettings, providerName, withSettings } from '../../providers/provider-settings.ts';
import type { Connection, Installation, Provider } from '../../records.ts';
import { Refusal } from '../../refusal.ts';
import { withClientSecret } from '../../tokens/client-secret.ts';
import { type Revocation, revokeConnection } from '../../tokens/revoke.ts';

type Project = Pick<Scope, 'project'>;

/** Refuses `provider-name-taken`, and what is wrong with the settings. */
export async function createProvider(
  name: string,
  settings: ProviderSettings,
  { project }: Project,
  ports: Pick<TerminalPorts, 'state' | 'secrets' | 'references' | 'identifiers' | 'clock'>,
): Promise<Provider> {
  const identity = { id: ports.identifiers.next(), project, name: providerName(name), now: ports.clock.now() };
  const provider = withSettings(newProvider({ ...identity, origin: 'manual' }), settings);
  const existing = await ports.state.read((tables) => tables.providers.find(project, name));
  if (existing) throw taken(existing);
  const secret = await givenSecret(settings.clientSecret, ports);
  const stored = secret ? await withClientSecret(provider, secret, ports) : provider;
  await ports.state.write(async (tables) => {
    const meanwhile = await tables.providers.find(project, name);
    if (meanwhile) throw taken(meanwhile);
    await tables.providers.save(stored);
  });
  return stored;
}

export function listProviders({ project }: Project, { state }: Pick<TerminalPorts, 'state'>): Promise<Provider[]> {
  return state.read((tables) => tables.providers.list(project));
}

/** Refuses `target-unknown`. */
export function showProvider(
  name: string,
  { project }: Project,
  { state }: Pick<TerminalPorts, 'state'>,
): Promise<Provider> {
  return state.read((tables) => providerNamed(name, project, tables));
}

export interface UpdatedProvider {
  readonly provider: Provider;
  /** Consents that ended, since they belonged to the client as it was. */
  readonly ended: readonly ProviderRevocation[];
  /** Consents that stay good. */
  readonly kept: number;
  /** Scopes that they have to be asked for. */
  readonly scopesAdded: readonly string[];
}

export interface ProviderRevocation {
  readonly user: string;
  readonly outcome: Revocation;
}

/**
 * Changes what is given and keeps the rest. Another client, grant or endpoint ends the consents that were given to the
 * old one, after a yes; labels, scopes and a new secret end none. Refuses `target-unknown`, `confirmation-missing`,
 * `interrupted`.
 */
export async function updateProvider(
  name: string,
  settings: ProviderSettings,
  { project }: Project,
  ports: Pick<TerminalPorts, 'state' | 'secrets' | 'references' | 'prompts' | 'network' | 'clock'>,
): Promise<UpdatedProvider> {
  const { provider, connections } = await withConnections(name, project, ports.state);
  const changed = withSettings(provider, settings);
  const changes = clientChanges(provider, changed);
  const next = changes.length === 0 ? changed : asNewClient(changed);
  const ending = changes.length === 0 ? [] : connections;
  const ended: ProviderRevocation[] = [];
  if (ending.length > 0) {
    const message = `${counted(ending)} to ${name} will end, since another ${changes.join(' and ')} is given. Go on?`;
    await agreed(message, `mcpctl provider update ${name} --yes`, ports.prompts);
    for (const connection of ending) {
      ended.push({ user: connection.user, outcome: await revokeConnection(connection, provider, ports) });
    }
    await ports.state.write(async (tables) => {
      for (const { id } of ending) await tables.connections.remove(id);
    });
  }
  const secret = await givenSecret(settings.clientSecret, ports);
  const wanted = secret ? await withClientSecret(next, secret, ports) : next;
  const stored = await keepProvider(wanted, { provider, servers: [], name }, ports);
  const known = new Set(provider.scopes.map(({ scope }) => scope));
  const scopesAdded = stored.scopes.map(({ scope }) => scope).filter((scope) => !known.has(scope));
  return { provider: stored, ended, kept: connections.length - ending.length, scopesAdded };
}

/** Refuses `provider-in-use` without `force`, `target-unknown`, `confirmation-missing`, `interrupted`. */
export async function deleteProvider(
  name: string,
  { force }: { readonly force: boolean },
  { project }: Project,
  ports: Pick<TerminalPorts, 'state' | 'secrets' | 'prompts' | 'network'>,
): Promise<ProviderRevocation[]> {
  const { provider, connections } = await withConnections(name, project, ports.state);
  const installations = await ports.state.read((tables) => tables.installations.list(project));
  refuseUsed(provider, installations, force);
  if (!force || connections.length > 0) {
    const also = connections.length > 0 ? ` with ${counted(connections)}` : '';
    await agreed(`Delete the provider ${name}${also}?`, `mcpctl provider delete ${name} --yes`, ports.prompts);
  }
  const revocations: ProviderRevocation[] = [];
  for (const connection of connections) {
    revocations.push({ user: connection.user, outcome: await revokeConnection(connection, provider, ports) });
  }
  await ports.state.write(async (tables) => {
    refuseUsed(provider, await tables.installations.list(project), force);
    await tables.providers.remove(provider.id);
  });
  return revocations;
}

/** What makes another client of it, as a person calls that. */
function clientChanges(before: Provider, after: Provider): string[] {
  const url = ({ endpoints }: Provider, name: 'token' | 'authorization') => endpoints[name]?.value;
  const changes: [string, boolean][] = [
    ['client id', before.clientId !== after.clientId],
    ['grant', before.grantType !== after.grantType],
    ['authorization endpoint', url(before, 'authorization') !== url(after, 'authorization')],
    ['token endpoint', url(before, 'token') !== url(after, 'token')],
  ];
  return changes.flatMap(([name, isChanged]) => (isChanged ? [name] : []));
}

/** Nothing that was found out for the old client holds for the new one. */
function asNewClient(provider: Provider): Provider {
  const given = Object.entries(provider.endpoints).filter(([, { from }]) => from !== 'discovered');
  return { ...provider, issuer: undefined, registration: undefined, endpoints: Object.fromEntries(given) };
}

async function agreed(message: string, command: string, prompts: TerminalPorts['prompts']): Promise<void> {
  if (await confirmed(message, command, prompts)) return;
  throw new Refusal('interrupted', { what: 'The answer was no.', hint: 'Nothing was changed.' });
}

function counted({ length }: readonly Connection[]): string {
  return length === 1 ? '1 connection' : `${length} connections`;
}

function withConnections(name: string, project: string, state: TerminalPorts['state']) {
  return state.read(async (tables) => {
    const provider = await providerNamed(name, project, tables);
    return { provider, connections: await tables.connections.ofProvider(provider.id) };
  });
}

async function providerNamed(name: string, project: string, tables: Tables): Promise<Provider> {
  const found = await tables.providers.find(project, name);
  if (found) return found;
  const names = (await tables.providers.list(project)).map((provider) => provider.name);
  throw new Refusal('target-unknown', {
    what: `There is no provider called "${name}".`,
    why: names.length === 0 ? 'This project has none.' : `This project has ${names.join(', ')}.`,
    hint: hint`Create it: ${{ do: 'create', what: 'provider', name }}`,
    details: { candidates: names },
  });
}

function refuseUsed(provider: Provider, installations: readonly Installation[], force: boolean): void {
  if (force) return;
  const users = installations.flatMap(({ name, collections, oauthBindings, providerBindings }) => [
    ...collections.filter(({ oauthApp }) => oauthApp === provider.name).map(({ id }) => `${name}/${id}`),
    ...oauthBindings
      .filter(({ providerId }) => providerId === provider.id)
      .map(({ collectionId }) => `${name}/${collectionId}`),
    ...providerBindings.filter(({ providerId }) => providerId === provider.id).map(() => name),
  ]);
  if (users.length === 0) return;
  throw new Refusal('provider-in-use', {
    what: `The provider ${provider.name} is in use.`,
    why: `It gives tokens to ${[...new Set(users)].join(', ')}.`,
    hint: hint`Uninstall the app, or delete it all the same: ${{ do: 'delete', what: 'provider', name: provider.name, force: true }}`,
    details: { used_by: users },
  });
}

function taken({ name, origin }: Provider): Refusal {
  return new Refusal('provider-name-taken', {
    what: `There is a provider called ${name} already.`,
    why: origin === 'manual' ? 'It was made by hand.' : 'It belongs to an installed app or server.',
    hint: hint`Change it: ${{ do: 'update', what: 'provider', name }}, or choose another name.`,
    details: { provider_name: name },
  });
}
