/** From what a person types (`crm`, `my-app/crm`, a provider's name) to the thing that is meant. */

import { hint } from './next-step.ts';
import type { BegunDiscovery } from './oauth/discovery.ts';
import type { Ports, Scope, Tables } from './ports/index.ts';
import type { Installation, InstalledCollection, Provider, Sealed, Server } from './records.ts';
import { Refusal } from './refusal.ts';

/** How a request to a tool server is authorized. */
export type Access =
  | { readonly via: 'none' }
  | { readonly via: 'api_key'; readonly installation: Installation; readonly collection: InstalledCollection }
  /** A fixed bearer token of a server made by hand. */
  | { readonly via: 'token'; readonly server: Server; readonly token: Sealed }
  | { readonly via: 'provider'; readonly provider: Provider }
  /** OAuth without a provider: `connect` discovers the server's own, makes one of this name and binds it. */
  | { readonly via: 'discovery'; readonly providerName: string; readonly owner: Installation | Server }
  /** `oauth_app` names a provider that nobody has created. */
  | { readonly via: 'missing'; readonly providerName: string };

/** A server whose tools can be listed and called. */
export interface ToolServer {
  /** Its unique name in the project: `app/collection`, or that of a server made by hand. */
  readonly name: string;
  /** The short name, when nothing else in the project has it. */
  readonly collectionId: string;
  /** The id of the installation or server that it belongs to. */
  readonly ownerId: string;
  readonly displayName: string;
  readonly namespace: string;
  readonly url: string;
  /** The RFC 8707 resource, when a person gave one. */
  readonly resource?: string;
  /** The record behind it, when it was made without a manifest. */
  readonly record?: Server;
  readonly access: Access;
}

export type Target =
  /** `begun` where somebody had to ask the server already. */
  | { readonly kind: 'server'; readonly server: ToolServer; readonly begun?: BegunDiscovery }
  /** `name` is what was typed for it. */
  | {
      readonly kind: 'provider';
      readonly name: string;
      readonly provider: Provider;
      readonly servers: readonly ToolServer[];
    };

/** Every tool server of the project, in order of installation and manifest. */
export function toolServers(project: string, state: Ports['state']): Promise<ToolServer[]> {
  return state.read((tables) => toolServersIn(project, tables));
}

/** Refuses `target-unknown` and `target-ambiguous`. */
export function resolveTarget(name: string, { project }: Scope, state: Ports['state']): Promise<Target> {
  return state.read(async (tables) => {
    const [exact] = await toolServersNamed([name], project, tables);
    if (exact) return { kind: 'server', server: exact };
    const servers = await toolServersIn(project, tables);
    const provider = await tables.providers.find(project, name.replace(PROVIDER, ''));
    const meant = meaningsOf(name, provider, servers);
    const [target] = meant;
    if (meant.length > 1) throw ambiguous(name, meant.map(wordFor));
    if (target) return target;
    throw unknown(name, servers);
  });
}

/** In front of the name of a provider, where that means something else as well. No other name has a colon. */
const PROVIDER = /^provider:/;

/**
 * Everything that a name can mean. A collection or server and the provider that it gets its tokens from mean the same:
 * that server, whose consent is the provider's.
 */
function meaningsOf(name: string, provider: Provider | undefined, servers: readonly ToolServer[]): readonly Target[] {
  const exact = servers.find((server) => server.name === name);
  if (exact) return [{ kind: 'server', server: exact }];
  const found = servers.filter(({ collectionId }) => collectionId === name);
  const meant = found.map((server): Target => ({ kind: 'server', server }));
  if (provider === undefined) return meant;
  const users = usersOf(provider, servers);
  if (found.some((server) => users.includes(server))) return meant;
  return [...meant, { kind: 'provider', name, provider, servers: users }];
}

function wordFor(target: Target): string {
  return target.kind === 'server' ? target.server.name : `provider:${target.provider.name}`;
}

/** What to type for a provider: its name, unless that means something else as well. */
export function wordForProvider(provider: Provider, servers: readonly ToolServer[]): string {
  const [target, ...others] = meaningsOf(provider.name, provider, servers);
  const isServerOfOther = target?.kind === 'server' && !usersOf(provider, servers).includes(target.server);
  return others.length > 0 || isServerOfOther ? `provider:${provider.name}` : provider.name;
}

/** The servers that get their tokens from this provider. */
export function usersOf(provider: Provider, servers: readonly ToolServer[]): ToolServer[] {
  return servers.filter(({ access }) => access.via === 'provider' && access.provider.id === provider.id);
}

/** The same within a transaction. */
export async function toolServersIn(project: string, tables: Tables): Promise<ToolServer[]> {
  const providers = await tables.providers.list(project);
  const installations = await tables.installations.list(project);
  const servers = await tables.servers.list(project);
  return [
    ...installations.flatMap((installation) => serversOf(installation, providers)),
    ...servers.map((server) => serverOf(server, providers)),
  ];
}

/** The servers with these unique names, in the order of the names. It reads only their rows, however many others there are. */
export async function toolServersNamed(
  names: readonly string[],
  project: string,
  tables: Tables,
): Promise<ToolServer[]> {
  const found: ToolServer[] = [];
  const installations = new Map<string, readonly ToolServer[]>();
  for (const name of names) {
    const slash = name.indexOf('/');
    if (slash === -1) {
      const server = await tables.servers.find(project, name);
      const provider = server?.providerId === undefined ? undefined : await tables.providers.get(server.providerId);
      if (server) found.push(serverOf(server, provider ? [provider] : []));
      continue;
    }
    const app = name.slice(0, slash);
    const servers = installations.get(app) ?? (await serversOfApp(app, project, tables));
    installations.set(app, servers);
    found.push(...servers.filter((each) => each.name === name));
  }
  return found;
}

async function serversOfApp(app: string, project: string, tables: Tables): Promise<readonly ToolServer[]> {
  const installation = await tables.installations.find(project, app);
  if (installation === undefined) return [];
  const bound = await tables.providers.ofIds(installation.oauthBindings.map(({ providerId }) => providerId));
  const named = installation.collections.flatMap(({ oauthApp }) => oauthApp ?? []);
  const byHand = await Promise.all([...new Set(named)].map((name) => tables.providers.find(project, name)));
  return serversOf(installation, [...bound, ...byHand.filter((each) => each !== undefined)]);
}

/** The servers of an installation, which need not be stored yet. */
export function serversOf(installation: Installation, providers: readonly Provider[]): ToolServer[] {
  return installation.collections.map((collection) => ({
    name: `${installation.name}/${collection.id}`,
    collectionId: collection.id,
    ownerId: installation.id,
    displayName: collection.name,
    namespace: collection.namespace,
    url: collection.url,
    access: accessOf(installation, collection, providers),
  }));
}

/** A server made by hand, which need not be stored yet. */
export function serverOf(server: Server, providers: readonly Provider[]): ToolServer {
  return {
    name: server.name,
    collectionId: server.name,
    ownerId: server.id,
    displayName: server.displayName,
    namespace: server.namespace,
    url: server.url,
    resource: server.resourceFrom === 'discovered' ? undefined : server.resource,
    record: server,
    access: accessOfServer(server, providers),
  };
}

function accessOfServer(server: Server, providers: readonly Provider[]): Access {
  if (server.token !== undefined) return { via: 'token', server, token: server.token };
  if (server.auth !== 'oauth') return { via: 'none' };
  const provider = providers.find(({ id }) => id === server.providerId);
  return provider ? { via: 'provider', provider } : { via: 'discovery', providerName: server.name, owner: server };
}

function accessOf(installation: Installation, collection: InstalledCollection, providers: readonly Provider[]): Access {
  if (collection.auth === 'api_key') return { via: 'api_key', installation, collection };
  if (collection.oauthApp !== undefined) {
    const provider = providers.find(({ name }) => name === collection.oauthApp);
    return provider ? { via: 'provider', provider } : { via: 'missing', providerName: collection.oauthApp };
  }
  const binding = installation.oauthBindings.find(({ collectionId }) => collectionId === collection.id);
  const provider = binding && providers.find(({ id }) => id === binding.providerId);
  if (provider) return { via: 'provider', provider };
  // Its manifest names no authorization. There is a provider when it has asked for one, and a person consented.
  if (collection.auth === 'none') return { via: 'none' };
  return { via: 'discovery', providerName: `${installation.name}/${collection.id}`, owner: installation };
}

function ambiguous(name: string, candidates: string[]): Refusal {
  return new Refusal('target-ambiguous', {
    what: `"${name}" could mean ${candidates.length} things.`,
    why: `This project has ${candidates.join(', ')}.`,
    hint: `Say which one: ${candidates[0]}`,
    details: { candidates },
  });
}

function unknown(name: string, servers: readonly ToolServer[]): Refusal {
  const candidates = servers.map((server) => server.name);
  return new Refusal('target-unknown', {
    what: `There is no collection, provider or server called "${name}".`,
    why: candidates.length === 0 ? 'This project has no MCP server.' : `This project has ${candidates.join(', ')}.`,
    hint:
      candidates.length === 0
        ? hint`Install an app first: ${{ do: 'install', give: ['file'] }}`
        : hint`See ${{ do: 'status' }}`,
    details: { candidates },
  });
}
