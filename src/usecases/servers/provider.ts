/** OAuth providers made by hand, which manifests name with `oauth_app`: made, listed and shown. */
import { hint } from '../../next-step.ts';
import type { Ports, Scope, Tables } from '../../ports/index.ts';
import { newProvider } from '../../providers/new-provider.ts';
import { type ProviderSettings, providerName, withSettings } from '../../providers/provider-settings.ts';
import type { Connection, Provider } from '../../records.ts';
import { Refusal } from '../../refusal.ts';
import { withClientSecret } from '../../tokens/client-secret.ts';
import type { Revocation } from '../../tokens/revoke.ts';

export interface CreateProviderInput {
  readonly name: string;
  readonly settings: ProviderSettings;
}

/** @throws Refusal `provider-name-taken`, `usage`, `url-refused`, and what the key store refuses. */
export async function createProvider(
  { name, settings }: CreateProviderInput,
  { project }: Pick<Scope, 'project'>,
  ports: Pick<Ports, 'state' | 'secrets' | 'identifiers' | 'clock'>,
): Promise<Provider> {
  const identity = { id: ports.identifiers.next(), project, name: providerName(name), now: ports.clock.now() };
  const provider = withSettings(newProvider({ ...identity, origin: 'manual' }), settings);
  const existing = await ports.state.read((tables) => tables.providers.find(project, name));
  if (existing) throw taken(existing);
  const { clientSecret } = settings;
  const stored = clientSecret ? await withClientSecret(provider, clientSecret, ports) : provider;
  await ports.state.write(async (tables) => {
    const meanwhile = await tables.providers.find(project, name);
    if (meanwhile) throw taken(meanwhile);
    await tables.providers.save(stored);
  });
  return stored;
}

export function listProviders(
  { project }: Pick<Scope, 'project'>,
  { state }: Pick<Ports, 'state'>,
): Promise<Provider[]> {
  return state.read((tables) => tables.providers.list(project));
}

/** @throws Refusal `target-unknown` */
export function showProvider(
  name: string,
  { project }: Pick<Scope, 'project'>,
  { state }: Pick<Ports, 'state'>,
): Promise<Provider> {
  return state.read((tables) => providerNamed(name, project, tables));
}

/** What became of the tokens of one person. */
export interface ProviderRevocation {
  readonly user: string;
  readonly outcome: Revocation;
}

/** @throws Refusal `target-unknown` */
export function providerWithConnections(
  name: string,
  { project }: Pick<Scope, 'project'>,
  { state }: Pick<Ports, 'state'>,
): Promise<{ provider: Provider; connections: Connection[] }> {
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

function taken({ name, origin }: Provider): Refusal {
  return new Refusal('provider-name-taken', {
    what: `There is a provider called ${name} already.`,
    why: origin === 'manual' ? 'It was made by hand.' : 'It belongs to an installed app or server.',
    hint: hint`Change it: ${{ do: 'update', what: 'provider', name }}, or choose another name.`,
    details: { provider_name: name },
  });
}
