/** Warnings that a person should read before the confirmation. */

import { canParseUrl } from '../can-parse-url.ts';
import { type Manifest, mcpCollections } from '../manifest/types.ts';
import { hint, type NextStep } from '../next-step.ts';
import { appName } from './names.ts';
import type { PlannedProvider, Warning } from './plan.ts';
import { authOf } from './sources.ts';
import type { ProjectState } from './state.ts';

export function installWarnings(
  manifest: Manifest,
  providers: readonly PlannedProvider[],
  state: ProjectState,
): Warning[] {
  return [
    ...punycodeHosts(manifest, providers),
    ...missingProviders(manifest, state),
    ...unusedEndpoints(manifest),
    ...skippedCollections(manifest),
    ...takenNamespaces(manifest, state),
  ];
}

/** A host in letters of another script may look like a known host, so it is shown as it is sent (punycode). */
function punycodeHosts(manifest: Manifest, providers: readonly PlannedProvider[]): Warning[] {
  const urls = [
    ...mcpCollections(manifest).map(({ url }) => url),
    ...providers.flatMap((provider) => [provider.authorization_endpoint, provider.token_endpoint]),
  ];
  const hosts = urls.flatMap((url) => (url && canParseUrl(url) ? [new URL(url).hostname] : []));
  return [...new Set(hosts)]
    .filter((host) => host.split('.').some((label) => label.startsWith('xn--')))
    .map((host) => ({ code: 'host-punycode', message: `The host ${host} is written in letters beyond ASCII.` }));
}

function missingProviders(manifest: Manifest, { providers }: ProjectState): Warning[] {
  return mcpCollections(manifest).flatMap((collection) => {
    const name = collection.oauth_app;
    if (name === undefined || authOf(collection) !== 'oauth') return [];
    if (providers.some((provider) => provider.name === name)) return [];
    const creation: NextStep = { do: 'create', what: 'provider', name };
    return [
      {
        code: 'provider-missing',
        message: hint`${collection.id} wants the provider ${name}, which nobody has created: ${creation}`,
        next_step: creation,
      },
    ];
  });
}

/** Where the platform discovers the tools of an app (Vertesia SDK). */
function unusedEndpoints({ endpoint, endpoint_overrides: overrides }: Manifest): Warning[] {
  const isOverridden = overrides !== undefined && Object.keys(overrides).length > 0;
  if (endpoint === undefined && !isOverridden) return [];
  const what = endpoint === undefined ? 'endpoint_overrides' : `The endpoint ${endpoint}`;
  const message = `${what} is stored, and not used yet: no tools are discovered there. Only MCP collections give tools.`;
  return [{ code: 'endpoint-unused', message }];
}

function skippedCollections(manifest: Manifest): Warning[] {
  const others = (manifest.tool_collections ?? []).filter(({ type }) => type !== 'mcp');
  return others.map(({ url, type }) => ({
    code: 'collection-skipped',
    message: `The collection at ${url} is of type ${type}: it is stored, and not used yet. Only MCP collections give tools.`,
  }));
}

/** Two servers of one namespace may have tools of one name, and then neither of them can have it. */
function takenNamespaces(manifest: Manifest, { installations, servers }: ProjectState): Warning[] {
  const app = appName(manifest);
  const others = [
    ...installations
      .filter(({ name }) => name !== app)
      .flatMap(({ name, collections }) =>
        collections.map(({ id, namespace }) => ({ server: `${name}/${id}`, namespace })),
      ),
    ...servers.map(({ name, namespace }) => ({ server: name, namespace })),
  ];
  return mcpCollections(manifest).flatMap(({ id, namespace }) => {
    const message = namespaceTaken({ server: `${app}/${id}`, namespace }, others);
    return message === undefined ? [] : [{ code: 'namespace-taken', message } as const];
  });
}

interface NamedSpace {
  readonly server: string;
  readonly namespace: string;
}

/** The warning for a server that is about to be stored, where others have its namespace. */
export function namespaceTaken({ server, namespace }: NamedSpace, others: readonly NamedSpace[]): string | undefined {
  const taken = others.filter((other) => spelled(other.namespace) === spelled(namespace));
  if (taken.length === 0) return undefined;
  const holders = taken.map((other) => other.server).join(' and ');
  return `${server} has the namespace ${namespace}, as ${holders} has: tools that would have one name are held back.`;
}

/** As in the names of tools (`src/mcp/tool-names.ts`). */
function spelled(namespace: string): string {
  return namespace.replace(/[^A-Za-z0-9_-]/g, '_');
}
