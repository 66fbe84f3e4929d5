/** The steps that every installation has, new or changed. */
import { type Manifest, mcpCollections } from '../manifest/types.ts';
import { appName } from './names.ts';
import type { PlannedProvider, RecordInstallation, Step, StoreSecret } from './plan.ts';
import { plannedProvider } from './provider.ts';
import { type Answers, answerSlots, NO_ANSWERS, type Slot } from './questions.ts';
import { authOf, type ProviderSource, providerSources } from './sources.ts';

export function plannedProviders(manifest: Manifest, answers: Answers): PlannedProvider[] {
  const slots = new Map<string, Slot[]>();
  for (const slot of answerSlots(manifest)) {
    if (slot.provider) slots.set(slot.provider, [...(slots.get(slot.provider) ?? []), slot]);
  }
  return providerSources(manifest).map((source) => plannedProvider(source, slots.get(source.name) ?? [], answers));
}

/** Binds keys and collections to their providers, and names the providers by hand that collections use. */
export function bindingSteps(manifest: Manifest): Step[] {
  const sources = providerSources(manifest);
  const byHand = mcpCollections(manifest).filter((collection) => authOf(collection) === 'oauth');
  return [
    ...sources.flatMap(({ from, name }): Step[] =>
      from.kind === 'shared' ? [{ action: 'bind-provider', provider_key: from.providerKey, provider_name: name }] : [],
    ),
    ...sources.flatMap(boundCollections),
    ...byHand.flatMap(({ id, oauth_app }): Step[] =>
      oauth_app === undefined ? [] : [{ action: 'reuse-provider', provider_name: oauth_app, collection_id: id }],
    ),
  ];
}

function boundCollections({ name, users }: ProviderSource): Step[] {
  return users
    .filter((user) => authOf(user) === 'oauth')
    .map(({ id }) => ({ action: 'bind-collection', collection_id: id, provider_name: name }));
}

/** Stores the secrets that are given now or are still asked for. A `kept` one is stored already. */
export function secretSteps(manifest: Manifest, answers: Answers, kept: Answers = NO_ANSWERS): StoreSecret[] {
  return answerSlots(manifest)
    .filter(({ secret }) => secret)
    .filter(({ asked, key }) => answers.secrets.has(key) || (asked && !kept.secrets.has(key)))
    .map(({ key }) => ({ action: 'store-secret', key }));
}

export function recordInstallation(manifest: Manifest, answers: Answers): RecordInstallation {
  const slots = new Map(answerSlots(manifest).map((slot) => [slot.key, slot]));
  return {
    action: 'record-installation',
    app: appName(manifest),
    version: manifest.version ?? null,
    collections: mcpCollections(manifest).map((collection) => {
      const slot = slots.get(`${collection.id}.api_key`);
      return {
        id: collection.id,
        url: collection.url,
        name: collection.name,
        namespace: collection.namespace,
        auth: authOf(collection),
        oauth_app: (authOf(collection) === 'oauth' && collection.oauth_app) || null,
        api_key: slot && (slot.asked || answers.secrets.has(slot.key)) ? slot.key : null,
      };
    }),
  };
}
