/** The addresses of consents at a server. They follow from its public URL alone, and are known before the provider exists. */
import { isLoopback } from '../../../loopback.ts';

/** What a provider is called: its name stays the same when it is installed again. */
export interface ProviderAddress {
  readonly project: string;
  /** The name of the provider; one that was discovered has a slash in it. */
  readonly provider: string;
}

/** The redirect URI that is shown, registered and sent: all three come from here. */
export function callbackUri(publicUrl: string, address: ProviderAddress): string {
  return `${base(publicUrl)}/callback/${pathOf(address)}`;
}

/**
 * The address of our client id metadata document for this provider, which is its client id there. Undefined where no
 * authorization server could read it.
 *
 * @see https://www.ietf.org/archive/id/draft-ietf-oauth-client-id-metadata-document-00.html
 */
export function clientMetadataUrl(publicUrl: string, address: ProviderAddress): string | undefined {
  const url = new URL(publicUrl);
  if (url.protocol !== 'https:' || isLoopback(url)) return undefined;
  return metadataUrl(publicUrl, address);
}

function metadataUrl(publicUrl: string, address: ProviderAddress): string {
  return `${base(publicUrl)}/oauth-client/${pathOf(address)}.json`;
}

/** The page where a person begins. */
export function connectUrl(publicUrl: string, connectId: string): string {
  return `${base(publicUrl)}/connect/${connectId}`;
}

/** The client id metadata document itself, with its one redirect URI. */
export function clientMetadata(publicUrl: string, address: ProviderAddress) {
  return {
    client_id: metadataUrl(publicUrl, address),
    client_name: 'mcpctl',
    client_uri: base(publicUrl),
    application_type: 'web',
    redirect_uris: [callbackUri(publicUrl, address)],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    token_endpoint_auth_method: 'none',
  };
}

/** Without a slash at its end. */
function base(publicUrl: string): string {
  return publicUrl.replace(/\/+$/, '');
}

function pathOf({ project, provider }: ProviderAddress): string {
  return [project, ...provider.split('/')].map(encodeURIComponent).join('/');
}
