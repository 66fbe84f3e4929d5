/** What `discover` prints: for people, and as the document of docs/json.md. */
import type { Evidence } from '../../oauth/document.ts';
import { printable } from '../../printable.ts';
import { type Discovered, scopesOf } from '../../providers/discover.ts';
import { collectionOf } from '../../usecases/manifests/collection-of.ts';
import type { Output } from '../output.ts';
import { styles } from '../styles.ts';

export function discoveredText(discovered: Discovered, output: Output): void {
  const { url, probe, discovery, recommended } = discovered;
  const style = styles(output.color);
  const row = (label: string, value: string | undefined) => {
    if (value) output.data(`${style.faint(label.padEnd(22))}  ${printable(value)}`);
  };
  row('server', url);
  row(
    'requires auth',
    probe.requiresAuth === 'unknown' ? `unknown: ${probe.reason}` : probe.requiresAuth ? 'yes' : 'no',
  );
  row('recommended', recommended);
  if (probe.requiresAuth === false) {
    const { serverInfo, protocolVersions } = probe.identity ?? {};
    row(
      'server says it is',
      serverInfo && [serverInfo.title ?? serverInfo.name, serverInfo.version].filter(Boolean).join(' '),
    );
    row('protocol versions', protocolVersions?.join(' '));
  }
  if (!discovery) return;
  const { resource, server } = discovery;
  row('resource', resource?.resource);
  row('authorization server', server.issuer ?? 'the server itself (2025-03-26)');
  row('authorization endpoint', server.endpoints.authorization);
  row('token endpoint', server.endpoints.token);
  row('registration endpoint', server.endpoints.registration);
  row('revocation endpoint', server.endpoints.revocation);
  row('scopes', scopesOf(discovered)?.join(' '));
  row('PKCE', server.codeChallengeMethods?.join(' ') ?? 'not announced');
}

/** One line of `--trace`: a request, and what discovery concluded from its response. */
export function evidenceLine({ method, url, status, conclusion }: Evidence): string {
  return `${method} ${printable(url)}  ${status}  ${conclusion}`;
}

export function discoveredDocument(discovered: Discovered): object {
  const { url, probe, discovery, recommended, evidence } = discovered;
  const { server, resource } = discovery ?? {};
  const identity = probe.requiresAuth === false ? probe.identity : undefined;
  return {
    url,
    requires_auth: probe.requiresAuth,
    reason: probe.requiresAuth === 'unknown' ? probe.reason : undefined,
    recommended_auth_mode: recommended,
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
