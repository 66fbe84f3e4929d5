/** What `discover` says: for people, and as the document of docs/json.md. */
import { printable } from '../../printable.ts';
import type { Discovered } from '../../usecases/discover.ts';
import type { Output } from '../output.ts';
import { styles } from '../styles.ts';

export function discoveredText({ url, probe, discovery, recommended }: Discovered, output: Output): void {
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
  if (!discovery) return;
  const { resource, server } = discovery;
  row('resource', resource?.resource);
  row('authorization server', server.issuer ?? 'the server itself (2025-03-26)');
  row('authorization endpoint', server.endpoints.authorization);
  row('token endpoint', server.endpoints.token);
  row('registration endpoint', server.endpoints.registration);
  row('revocation endpoint', server.endpoints.revocation);
  row('scopes', scopesOf({ discovery })?.join(' '));
  row('PKCE', server.codeChallengeMethods?.join(' ') ?? 'not announced');
}

export function traceText({ evidence }: Discovered, output: Output): void {
  for (const { method, url, status, conclusion } of evidence) {
    output.warn(`${method} ${printable(url)}  ${status}  ${conclusion}`);
  }
}

export function discoveredDocument(discovered: Discovered): object {
  const { url, probe, discovery, recommended, evidence } = discovered;
  const { server, resource } = discovery ?? {};
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
    evidence,
    manifest_fragment: manifestFragment(discovered),
  };
}

/** A collection ready to paste into `tool_collections`. */
function manifestFragment({ url, probe }: Discovered): object {
  const id = (new URL(url).hostname.match(/[a-z0-9]+/gi) ?? ['server']).join('_').toLowerCase();
  const name = /^[0-9]/.test(id) ? `server_${id}` : id;
  return {
    type: 'mcp',
    id: name,
    url,
    name,
    description: `Tools of ${new URL(url).host}.`,
    namespace: name,
    ...(probe.requiresAuth !== false && { auth: 'oauth' }),
  };
}

function scopesOf({ discovery }: Pick<Discovered, 'discovery'>): readonly string[] | undefined {
  const challenge = discovery?.probe.requiresAuth === true ? discovery.probe.challenge : undefined;
  const challenged = challenge?.parameters.get('scope')?.split(' ').filter(Boolean);
  return challenged?.length ? challenged : discovery?.resource?.scopesSupported;
}
