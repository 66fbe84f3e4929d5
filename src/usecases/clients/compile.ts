/** Compiles a manifest to a document for another program. Reads no state, and the document holds no secret. */
import type { CompiledCollection, CompiledProvider, CompileInput } from '../../compile/compile-input.ts';
import type { Route } from '../../compile/entries.ts';
import { type Target, type TargetName, targets } from '../../compile/index.ts';
import { type McpCollection, mcpCollections } from '../../manifest/types.ts';
import { hint } from '../../next-step.ts';
import { planInstall } from '../../plan/install.ts';
import { appName } from '../../plan/names.ts';
import type { PlannedProvider } from '../../plan/plan.ts';
import { NO_ANSWERS } from '../../plan/questions.ts';
import { authOf, providerSources } from '../../plan/sources.ts';
import { emptyProject } from '../../plan/state.ts';
import { plannedProviders } from '../../plan/steps.ts';
import { Refusal } from '../../refusal.ts';
import type { LoadedManifest } from '../install/load-manifest.ts';

/**
 * The target `plan` is the plan for an empty project.
 *
 * @throws Refusal `usage` when the client cannot read such a document.
 */
export function compile(loaded: LoadedManifest, target: TargetName | 'plan', route: Route): object | string {
  if (target === 'plan') return planInstall(loaded.manifest, emptyProject('default'), NO_ANSWERS);
  if (target === 'claude' && route === 'direct') throw noAddresses();
  const write: Target = targets[target];
  const input = compileInputOf(loaded);
  if (route === 'direct') refuseOpenAddresses(input, target);
  return write(input, route);
}

/** A client would ask the host `{{studio}}`, or put something of its own in the place of the braces. */
function refuseOpenAddresses({ collections }: CompileInput, target: TargetName): void {
  for (const { id, url } of collections) {
    if (!/[${}]/.test(url)) continue;
    throw new Refusal('manifest-invalid', {
      what: `The address of ${id} has a placeholder: ${url}`,
      why: 'Only the platform fills it in, and a client would use it as it is.',
      hint: hint`Write the address, or go through the gateway: ${{ do: 'run', words: ['compile', '--target', target] }}`,
      details: { collection: id },
    });
  }
}

function noAddresses(): Refusal {
  return new Refusal('usage', {
    what: 'Claude Desktop takes no addresses from its configuration file.',
    why: 'The file names programs to start; addresses are added as connectors in its settings.',
    hint: hint`Go through the gateway: ${{ do: 'run', words: ['compile', '--target', 'claude'] }}`,
  });
}

function compileInputOf({ manifest, canonical, sha256 }: LoadedManifest): CompileInput {
  const providers = plannedProviders(manifest, NO_ANSWERS).map(compiledProvider);
  const nameOfUser = new Map(
    providerSources(manifest).flatMap(({ name, users }) => users.map((user) => [user.id, name] as const)),
  );
  const providerOf = ({ id }: McpCollection) => providers.find(({ name }) => name === nameOfUser.get(id));
  const collections = mcpCollections(manifest).map((collection): CompiledCollection => {
    const { id, url, namespace } = collection;
    return {
      id,
      url,
      namespace,
      serverName: id.replaceAll('_', '-'),
      access: accessOf(collection, providerOf(collection)),
    };
  });
  return { manifest, canonical, sha256, app: appName(manifest), collections, providers };
}

function accessOf(collection: McpCollection, provider: CompiledProvider | undefined): CompiledCollection['access'] {
  const auth = authOf(collection);
  if (auth === 'none') return { via: 'none' };
  if (auth === 'api_key') return { via: 'api_key', secretKey: `${collection.id}.api_key` };
  return provider ? { via: 'provider', provider } : { via: 'oauth', providerName: collection.oauth_app };
}

function compiledProvider(planned: PlannedProvider): CompiledProvider {
  return {
    name: planned.name,
    displayName: planned.display_name,
    grantType: planned.grant_type,
    usePkce: planned.use_pkce,
    clientId: planned.client_id ?? undefined,
    clientSecretKey: planned.client_secret === 'none' ? undefined : planned.client_secret_key,
    authorizationEndpoint: planned.authorization_endpoint ?? undefined,
    tokenEndpoint: planned.token_endpoint ?? undefined,
    scopes: planned.scopes,
  };
}
