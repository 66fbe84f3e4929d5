/** Makes the rows that a plan will write, with identifiers and sealed secrets, so that the transaction itself is short. */
import { belongsToSameClient } from '../../plan/client.ts';
import type { Plan, PlannedCollection, PlannedProvider, Step } from '../../plan/plan.ts';
import { clientIdFromOf } from '../../plan/provider.ts';
import type { ProjectState } from '../../plan/state.ts';
import type { Ports } from '../../ports/index.ts';
import type { Endpoint, EndpointName, Installation, InstalledCollection, Provider } from '../../records.ts';
import type { Secret } from '../../secret.ts';
import { apiKeyContext } from '../../tokens/associated-data.ts';
import { withClientSecret } from '../../tokens/client-secret.ts';
import type { LoadedManifest } from './load-manifest.ts';

export interface PreparedRows {
  /** By their names. */
  readonly providers: ReadonlyMap<string, Provider>;
  /** Undefined when the plan only deletes. */
  readonly installation?: Installation;
}

type PreparePorts = Pick<Ports, 'clock' | 'identifiers' | 'secrets'>;

export interface PrepareInput {
  readonly plan: Plan;
  readonly loaded: LoadedManifest;
  /** By the keys of their questions: secrets that are given, and secrets that are kept from before. */
  readonly secrets: ReadonlyMap<string, Secret>;
  readonly state: ProjectState;
}

export async function prepareRows(
  { plan, loaded: { sha256, canonical, source }, secrets, state }: PrepareInput,
  ports: PreparePorts,
): Promise<PreparedRows> {
  const record = plan.steps.find((step) => step.action === 'record-installation');
  if (!record) return { providers: new Map() };
  const installed = state.installations.find(({ name }) => name === plan.app);
  const existing = plan.operation === 'upgrade' ? installed : undefined;
  const id = existing?.id ?? ports.identifiers.next();
  const existingNamed = new Map<string, Provider>(state.providers.map((provider) => [provider.name, provider]));
  const providers = new Map<string, Provider>();
  for (const step of plan.steps) {
    if (step.action !== 'create-provider' && step.action !== 'update-provider') continue;
    const before = step.action === 'update-provider' ? existingNamed.get(step.provider.name) : undefined;
    const row = providerRow(step.provider, { project: plan.project, installationId: id, before, ports });
    const secret = step.provider.client_secret === 'given' ? secrets.get(step.provider.client_secret_key) : undefined;
    providers.set(row.name, secret ? await withClientSecret(row, secret, ports) : row);
  }
  const idOf = (name: string) => (providers.get(name) ?? existingNamed.get(name))?.id ?? '';
  return {
    providers,
    installation: {
      id,
      project: plan.project,
      name: plan.app,
      version: plan.version ?? undefined,
      manifest: canonical,
      manifestSha256: sha256,
      source: source ?? installed?.source,
      installedAt: existing?.installedAt ?? ports.clock.now(),
      collections: await Promise.all(
        record.collections.map((planned) => collectionRow(planned, { id, project: plan.project, secrets }, ports)),
      ),
      ...bindings(plan.steps, idOf),
    },
  };
}

interface RowInput {
  readonly project: string;
  readonly installationId: string;
  /** The provider as it is stored, when it changes in place. */
  readonly before: Provider | undefined;
  readonly ports: PreparePorts;
}

function providerRow(planned: PlannedProvider, { project, installationId, before, ports }: RowInput): Provider {
  const now = ports.clock.now();
  const isSameClient = before !== undefined && belongsToSameClient(planned, before);
  const fresh: Provider = {
    id: before?.id ?? ports.identifiers.next(),
    project,
    name: planned.name,
    displayName: planned.display_name,
    origin: 'manifest',
    installationId,
    grantType: planned.grant_type,
    usePkce: planned.use_pkce,
    scopes: planned.scopes,
    scopesGiven: planned.scopes_given,
    clientId: planned.client_id ?? undefined,
    clientIdFrom: clientIdFromOf(planned),
    endpoints: givenEndpoints(planned),
    authParams: before?.authParams ?? {},
    resourceParameter: before?.resourceParameter ?? 'send',
    createdAt: before?.createdAt ?? now,
    updatedAt: now,
  };
  return keepDiscovered(fresh, before, isSameClient);
}

/** What `connect` discovered stays true as long as the client and its token endpoint are the same. */
function keepDiscovered(fresh: Provider, before: Provider | undefined, isSameClient: boolean): Provider {
  if (!before || !isSameClient) return fresh;
  const { clientId, clientSecret, endpoints } = before;
  const discovered = Object.entries(endpoints).filter(([, { from }]) => from === 'discovered');
  const all = { ...Object.fromEntries(discovered), ...fresh.endpoints };
  return { ...before, ...fresh, clientId, clientSecret, endpoints: all };
}

function givenEndpoints(planned: PlannedProvider): Provider['endpoints'] {
  const given: [EndpointName, string | null][] = [
    ['authorization', planned.authorization_endpoint],
    ['token', planned.token_endpoint],
    ['revocation', planned.revocation_endpoint],
  ];
  return Object.fromEntries(
    given.flatMap(([name, value]): [EndpointName, Endpoint][] =>
      value === null ? [] : [[name, { value, from: 'manifest' }]],
    ),
  );
}

interface CollectionInput extends Pick<Installation, 'id' | 'project'> {
  readonly secrets: ReadonlyMap<string, Secret>;
}

async function collectionRow(
  { id, url, name, namespace, auth, oauth_app, api_key }: PlannedCollection,
  installation: CollectionInput,
  { secrets }: PreparePorts,
): Promise<InstalledCollection> {
  const secret = api_key === null ? undefined : installation.secrets.get(api_key);
  return {
    ...{ id, url, name, namespace, auth },
    ...(oauth_app !== null && { oauthApp: oauth_app }),
    ...(secret && { apiKey: await secrets.seal(secret, apiKeyContext(installation, { id, url })) }),
  };
}

function bindings(steps: readonly Step[], idOf: (name: string) => string) {
  return {
    oauthBindings: steps
      .filter((step) => step.action === 'bind-collection')
      .map(({ collection_id, provider_name }) => ({
        collectionId: collection_id,
        providerId: idOf(provider_name),
        providerName: provider_name,
      })),
    providerBindings: steps
      .filter((step) => step.action === 'bind-provider')
      .map(({ provider_key, provider_name }) => ({
        providerKey: provider_key,
        providerId: idOf(provider_name),
        providerName: provider_name,
      })),
  };
}
