/** What discovery found out about a server, as a document (docs/json.md). */
import { type Discovered, scopesOf } from '../providers/discover.ts';
import { collectionOf } from '../usecases/manifests/collection-of.ts';

export function discoveredDocument(discovered: Discovered): object {
  const { url, probe, discovery, recommended, evidence } = discovered;
  const { server, resource } = discovery ?? {};
  const identity = probe.requiresAuth === false ? probe.identity : undefined;
  return {
    url,
    requires_auth: probe.requiresAuth,
    reason: probe.requiresAuth === 'unknown' ? probe.reason : undefined,
    recommended_auth_mode: recommended,
    transport: probe.requiresAuth === false ? probe.transport : undefined,
    resource: resource?.resource,
    resource_metadata_url: resource?.url,
    authorization_servers: resource?.authorizationServers,
    issuer: server?.issuer,
    auth_url: server?.endpoints.authorization,
    token_url: server?.endpoints.token,
    register_url: server?.endpoints.registration,
    revocation_url: server?.endpoints.revocation,
    scopes: scopesOf(discovered),
    token_endpoint_auth_methods_supported: server?.tokenEndpointAuthMethods,
    code_challenge_methods_supported: server?.codeChallengeMethods,
    client_id_metadata_document_supported: server?.clientIdMetadataDocument,
    protocol_versions: identity?.protocolVersions,
    server_info: identity?.serverInfo,
    evidence,
    manifest_fragment: collectionOf(discovered),
  };
}
