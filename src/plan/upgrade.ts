/** Plans an upgrade in place: consents stay valid wherever they can. */
import { type Manifest, mcpCollections } from '../manifest/types.ts';
import type { Installation, Provider } from '../records.ts';
import { belongsToSameClient } from './client.ts';
import { nameConflicts } from './conflicts.ts';
import { ends, originOf } from './ending-secrets.ts';
import { appName } from './names.ts';
import type { Change, Plan, PlannedProvider, Question, Step, Warning } from './plan.ts';
import { clientIdFromOf } from './provider.ts';
import { type Answers, answerSlots, openQuestions } from './questions.ts';
import { authOf, providerSources } from './sources.ts';
import { type ProjectState, providersOf } from './state.ts';
import { bindingSteps, plannedProviders, recordInstallation, secretSteps } from './steps.ts';
import { providerRemoval } from './uninstall.ts';
import { installWarnings } from './warnings.ts';

/** Plans the upgrade to a manifest. Answers of the installation hold unless there is a new one. */
export function planUpgrade(
  manifest: Manifest,
  installation: Installation,
  state: ProjectState,
  answers: Answers,
): Plan {
  const current = providersOf(installation, state);
  const kept = withKeptAnswers(manifest, installation, current, answers);
  const planned = plannedProviders(manifest, kept);
  const discovered = discoveredBindings(manifest, installation, current);
  const staying = new Set([...planned.map(({ name }) => name), ...discovered.map((step) => step.provider_name)]);
  const gone = current.filter(({ name }) => !staying.has(name));
  const changes = planned.flatMap((provider) => {
    const before = current.find(({ name }) => name === provider.name);
    return changeOf(provider, before, answers);
  });
  const replaced = new Set(changes.flatMap(replacedSecret));
  return {
    operation: 'upgrade',
    project: state.project,
    app: appName(manifest),
    version: manifest.version ?? null,
    steps: [
      ...gone.flatMap((provider) => providerRemoval(provider, state)),
      ...changes,
      ...bindingSteps(manifest),
      ...discovered,
      ...secretSteps(manifest, answers, kept).filter(({ key }) => !replaced.has(key)),
      recordInstallation(manifest, kept),
    ],
    questions: openQuestions(manifest, kept),
    conflicts: nameConflicts(planned, state, installation),
    warnings: [
      ...installWarnings(manifest, planned, state),
      ...movedCollections(manifest, installation),
      ...changes.flatMap(scopeWarnings),
    ],
  };
}

/** Keeps what `connect` discovered for collections that name no provider. */
function discoveredBindings(manifest: Manifest, installation: Installation, providers: readonly Provider[]) {
  const unbound = mcpCollections(manifest).filter(
    (collection) => authOf(collection) === 'oauth' && !collection.oauth_config && !collection.oauth_provider,
  );
  return unbound.flatMap(({ id, oauth_app }) => {
    const binding = installation.oauthBindings.find(({ collectionId }) => collectionId === id);
    const isDiscovered = providers.some((each) => each.id === binding?.providerId && each.origin === 'discovered');
    if (!binding || !isDiscovered || oauth_app !== undefined) return [];
    return [{ action: 'bind-collection', collection_id: id, provider_name: binding.providerName } as const];
  });
}

/**
 * Recovers the earlier answers from the installed providers and collections. A client secret belongs to its client at
 * its token endpoint: another client or endpoint never gets it, however the manifest came to name it.
 */
export function withKeptAnswers(
  manifest: Manifest,
  installation: Installation,
  providers: readonly Provider[],
  answers: Answers,
): Answers {
  const values = new Map<string, string>();
  const secrets = new Set<string>();
  const { manifest: text } = installation;
  for (const { key, kind, provider: name, initial } of answerSlots(manifest)) {
    const provider = providers.find((each) => each.name === name);
    const clientId = provider && clientIdOfInstaller(provider, text);
    if (kind === 'client_id' && clientId !== undefined) values.set(key, clientId);
    // An empty answer leaves the client id to the manifest, and the question is not asked again.
    else if (kind === 'client_id' && provider?.clientIdFrom !== undefined && initial !== null) values.set(key, '');
    if (kind === 'scopes' && provider) values.set(key, scopesOfInstaller(provider).join(' '));
    if (kind === 'api_key' && hasApiKey(manifest, installation, key)) secrets.add(key);
  }
  const all = new Map([...values, ...answers.values]);
  for (const planned of plannedProviders(manifest, { values: all, secrets })) {
    const provider = providers.find(({ name }) => name === planned.name);
    if (!provider?.clientSecret || provider.registration || !belongsToSameClient(planned, provider)) continue;
    secrets.add(planned.client_secret_key);
  }
  return { values: all, secrets: new Set([...secrets, ...answers.secrets]) };
}

/**
 * The client id that the installer gave. Undefined where it is the manifest's. Version 0.1 called a client id of the
 * manifest the installer's after an upgrade: in its rows, what the installed manifest says itself is the manifest's.
 */
function clientIdOfInstaller(provider: Provider, installedManifest: string): string | undefined {
  const { clientIdFrom, clientId, name, scopesGiven } = provider;
  if (clientIdFrom !== 'installer') return undefined;
  const said = () =>
    providerSources(JSON.parse(installedManifest)).find((each) => each.name === name)?.config.client_id;
  return scopesGiven === undefined && said() === clientId ? undefined : clientId;
}

function scopesOfInstaller({ scopes, scopesGiven }: Provider): readonly string[] {
  return scopesGiven ?? scopes.filter(({ origin }) => origin === 'installer').map(({ scope }) => scope);
}

function hasApiKey(manifest: Manifest, { collections }: Installation, key: Question['key']): boolean {
  const collection = mcpCollections(manifest).find(({ id }) => `${id}.api_key` === key);
  return collections.some(
    ({ id, url, apiKey }) =>
      apiKey !== undefined && id === collection?.id && !ends('api_key', { url }, { url: collection.url }),
  );
}

function changeOf(planned: PlannedProvider, existing: Provider | undefined, given: Answers): Step[] {
  if (!existing) return [{ action: 'create-provider', provider: planned }];
  const changes = [...changesOf(planned, existing), ...secretChange(planned, existing, given)];
  if (changes.length === 0) return [];
  const needsConsent =
    changes.some(({ field }) => !WITHOUT_CONSENT.has(field)) || !belongsToSameClient(planned, existing);
  return [{ action: 'update-provider', provider: planned, changes, needs_consent: needsConsent }];
}

const WITHOUT_CONSENT = new Set([
  'display_name',
  'revocation_endpoint',
  'use_pkce',
  'client_id_from',
  'client_secret',
  'scopes_given',
]);

/**
 * Compares field by field, as the plan shows it. An endpoint that the manifest leaves to discovery keeps its discovered
 * value.
 */
function changesOf(planned: PlannedProvider, existing: Provider): Change[] {
  const given = (name: 'authorization' | 'token' | 'revocation') => {
    const endpoint = existing.endpoints[name];
    return endpoint && endpoint.from !== 'discovered' ? endpoint.value : null;
  };
  const registered = planned.client_id_from === 'registration' && existing.clientIdFrom === undefined;
  const fields: [string, string | null, string | null][] = [
    ['display_name', existing.displayName, planned.display_name],
    ['grant_type', existing.grantType, planned.grant_type],
    ['use_pkce', String(existing.usePkce), String(planned.use_pkce)],
    ['client_id', existing.clientId ?? null, registered ? (existing.clientId ?? null) : planned.client_id],
    ['client_id_from', existing.clientIdFrom ?? null, clientIdFromOf(planned) ?? null],
    ['scopes', existing.scopes.map(({ scope }) => scope).join(' '), planned.scopes.map(({ scope }) => scope).join(' ')],
    ['scopes_given', scopesOfInstaller(existing).join(' '), planned.scopes_given.join(' ')],
    ['authorization_endpoint', given('authorization'), planned.authorization_endpoint],
    ['token_endpoint', given('token'), planned.token_endpoint],
    ['revocation_endpoint', given('revocation'), planned.revocation_endpoint],
  ];
  const differing = fields.filter(([, from, to]) => from !== to);
  const names = new Set(differing.map(([field]) => field));
  // Who said it is told only where what was said stays the same.
  const isTold = (field: string) => !names.has(SAID_BY.get(field) ?? '');
  return differing.filter(([field]) => isTold(field)).map(([field, from, to]) => ({ field, from, to }));
}

/** A secret that is given now. It counts as another one: a plan knows no secret. */
function secretChange({ client_secret_key: key }: PlannedProvider, existing: Provider, given: Answers): Change[] {
  if (!given.secrets.has(key)) return [];
  return [{ field: 'client_secret', from: existing.clientSecret ? 'stored' : null, to: 'given' }];
}

/** The key of a secret that a change of its provider stores, so that no step of its own does. */
function replacedSecret(step: Step): string[] {
  const isReplaced = step.action === 'update-provider' && step.changes.some(({ field }) => field === 'client_secret');
  return isReplaced ? [step.provider.client_secret_key] : [];
}

/** Fields that say who gave another field. */
const SAID_BY = new Map([
  ['client_id_from', 'client_id'],
  ['scopes_given', 'scopes'],
]);

/** Finds collections that moved to another host. Their API keys and tokens stay behind. */
function movedCollections(manifest: Manifest, { collections }: Installation): Warning[] {
  return mcpCollections(manifest).flatMap((collection) => {
    const before = collections.find(({ id }) => id === collection.id);
    if (!before || before.auth === 'none' || originOf(before.url) === originOf(collection.url)) return [];
    const what = before.auth === 'api_key' ? 'and its API key ends' : 'and needs a new consent';
    const message = `${collection.id} moves from ${originOf(before.url)} to ${originOf(collection.url)}, ${what}`;
    return [{ code: 'collection-moved', message }];
  });
}

function scopeWarnings(step: Step): Warning[] {
  if (step.action !== 'update-provider') return [];
  const change = step.changes.find(({ field }) => field === 'scopes');
  if (!change) return [];
  const before = new Set(change.from?.split(' '));
  const added = change.to?.split(' ').filter((scope) => !before.has(scope)) ?? [];
  if (added.length === 0) return [];
  const { name } = step.provider;
  return [{ code: 'scopes-new', message: `${name} will ask for more than it has: ${added.join(' ')}` }];
}
