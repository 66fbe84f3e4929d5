/** OAuth providers of a project. */
import { deletedProviderDocument, providerDocument } from '../documents/installation.ts';
import type { Provider } from '../records.ts';
import { type DeletedProvider, type DeleteProviderInput, deleteProvider } from '../usecases/servers/delete-provider.ts';
import { type CreateProviderInput, createProvider, listProviders, showProvider } from '../usecases/servers/provider.ts';
import { type UpdatedProvider, type UpdateProviderInput, updateProvider } from '../usecases/servers/update-provider.ts';
import { NO_ROUTE_YET, type Operation, scopeOf } from './operation.ts';

const common = { subject: () => ({ kind: 'project' }) as const, secrets: [] };
const withSecrets = { ...common, secrets: ['/settings/clientSecret'] } as const;

export const providerCreate: Operation<CreateProviderInput, Provider> = {
  ...withSecrets,
  name: 'provider.create',
  right: 'catalog.change',
  effect: 'changes',
  where: { command: 'provider create', route: NO_ROUTE_YET, remote: true },
  run: (input, { caller, ports }) => createProvider(input, scopeOf(caller), ports),
  document: providerDocument,
};

export const providerUpdate: Operation<UpdateProviderInput, UpdatedProvider> = {
  ...withSecrets,
  name: 'provider.update',
  right: 'catalog.change',
  effect: 'goes-out',
  where: { command: 'provider update', route: NO_ROUTE_YET, remote: true },
  run: (input, { caller, ports }) => updateProvider(input, scopeOf(caller), ports),
  document: ({ provider }) => providerDocument(provider),
};

export const providerShow: Operation<{ readonly name: string }, Provider> = {
  ...common,
  name: 'provider.show',
  right: 'catalog.read',
  effect: 'reads',
  where: { command: 'provider show', route: NO_ROUTE_YET, remote: true },
  run: ({ name }, { caller, ports }) => showProvider(name, scopeOf(caller), ports),
  document: providerDocument,
};

export const providerList: Operation<object, { readonly providers: readonly Provider[] }> = {
  ...common,
  name: 'provider.list',
  right: 'catalog.read',
  effect: 'reads',
  where: { command: 'provider list', route: NO_ROUTE_YET, remote: true },
  run: async (_input, { caller, ports }) => ({ providers: await listProviders(scopeOf(caller), ports) }),
  document: ({ providers }) => ({ providers: providers.map(providerDocument) }),
};

export const providerDelete: Operation<DeleteProviderInput, DeletedProvider> = {
  ...common,
  name: 'provider.delete',
  right: 'catalog.change',
  effect: 'goes-out',
  where: { command: 'provider delete', route: NO_ROUTE_YET, remote: true },
  run: (input, { caller, ports }) => deleteProvider(input, scopeOf(caller), ports),
  document: deletedProviderDocument,
};
