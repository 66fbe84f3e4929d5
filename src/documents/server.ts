/** MCP servers as documents (docs/json.md). A document says that a secret is there, and never holds it. */

import type { EndpointName, Provider, Server } from '../records.ts';
import type { ToolServer } from '../targets.ts';
import { isoTime } from '../time.ts';
import type { DeletedServer } from '../usecases/servers/delete-server.ts';
import type { MadeServer } from '../usecases/servers/make-server.ts';
import { authTypeOf } from '../usecases/servers/merge.ts';
import { discoveredDocument } from './discovered.ts';
import { forgottenClientDocument, revocationDocument } from './revocations.ts';
import { trialDocument } from './trial.ts';

type Source = 'given' | 'discovered' | 'registered';

interface Field {
  /** As the seed names it. */
  readonly name: string;
  readonly value: string | readonly string[];
  readonly from: Source;
}

/** The body of the seed, with where each value came from beside it. */
export function serverDocument({ server, provider, ...rest }: MadeServer): object {
  const fields = fieldsOf(server, provider);
  const type = authTypeOf(server, provider);
  const headers = Object.keys(server.headers ?? {});
  return {
    id: server.id,
    name: server.name,
    config: {
      endpoint: server.url,
      ...(type !== undefined && {
        auth: { type, ...Object.fromEntries(fields.map(({ name, value }) => [name, value])) },
      }),
    },
    sources: Object.fromEntries(fields.map(({ name, from }) => [name, from])),
    header_names: headers,
    has_auth_token: server.token !== undefined,
    has_client_secret: provider?.clientSecret !== undefined,
    token_endpoint_auth_method: provider?.clientAuthMethod ?? null,
    redirect_uri: provider?.registration?.redirectUri ?? null,
    issuer: provider?.issuer ?? null,
    namespace: server.namespace,
    created_at: isoTime(server.createdAt),
    updated_at: isoTime(server.updatedAt),
    ...(rest.trial && { check: trialDocument(rest.trial) }),
    ...('found' in rest && { discovery_result: rest.found ? discoveredDocument(rest.found) : null }),
  };
}

export function deletedServerDocument({ revocations, forgottenClients }: DeletedServer): object {
  return {
    outcome: 'done',
    revocations: revocations.map(revocationDocument),
    deleted_clients: forgottenClients.map(forgottenClientDocument),
  };
}

export function serversDocument(servers: readonly ToolServer[]): object {
  return {
    servers: servers.map(({ name, url, namespace, displayName, record, access }) => ({
      name,
      display_name: displayName,
      url,
      namespace,
      origin: record ? 'manual' : 'manifest',
      auth: access.via,
      provider_name: providerNameOf(access),
    })),
  };
}

/** The name of the provider that gives the server its tokens, or null. */
export function providerNameOf(access: ToolServer['access']): string | null {
  if (access.via === 'provider') return access.provider.name;
  return access.via === 'missing' ? access.providerName : null;
}

const URLS: readonly (readonly [string, EndpointName])[] = [
  ['auth_url', 'authorization'],
  ['token_url', 'token'],
  ['register_url', 'registration'],
];

/** The settings of a server, each with where its value came from. */
export function fieldsOf(server: Server, provider: Provider | undefined): Field[] {
  if (provider === undefined) return [];
  const fields: Field[] = [];
  const { clientId, registration, scopes, endpoints } = provider;
  if (clientId !== undefined)
    fields.push({ name: 'client_id', value: clientId, from: registration ? 'registered' : 'given' });
  for (const [name, endpoint] of URLS) {
    const known = endpoints[endpoint];
    if (known) fields.push({ name, value: known.value, from: known.from === 'discovered' ? 'discovered' : 'given' });
  }
  const [first] = scopes;
  if (first) {
    const from = first.origin === 'discovered' ? 'discovered' : 'given';
    fields.push({ name: 'scopes', value: scopes.map(({ scope }) => scope), from });
  }
  if (server.resource !== undefined) {
    fields.push({ name: 'resource', value: server.resource, from: server.resourceFrom ?? 'given' });
  }
  return fields;
}
