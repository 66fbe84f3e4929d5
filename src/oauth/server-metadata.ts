/** Authorization server metadata: RFC 8414, OpenID Connect Discovery 1.0, and where MCP looks for both. */
import type { JsonObject } from '../json-object.ts';
import { isHttpsOrLoopback, isLoopback } from '../loopback.ts';
import type { EndpointName } from '../records.ts';
import { type Discoverer, faulty, readDocument } from './document.ts';
import { strings, text } from './json.ts';
import { isWebAddress, withoutTrailingSlashes } from './web-address.ts';

export interface ServerMetadata {
  /** Undefined where a server of 2025-03-26 publishes no metadata. */
  readonly issuer?: string;
  readonly endpoints: Readonly<Partial<Record<EndpointName, string>>>;
  readonly scopesSupported?: readonly string[];
  readonly grantTypes?: readonly string[];
  readonly tokenEndpointAuthMethods?: readonly string[];
  readonly codeChallengeMethods?: readonly string[];
  /** RFC 9207. */
  readonly issInResponse: boolean;
  readonly clientIdMetadataDocument: boolean;
  /** RFC 9126. */
  readonly requiresPushedAuthorization: boolean;
}

const FIELDS: Readonly<Record<EndpointName, string>> = {
  authorization: 'authorization_endpoint',
  token: 'token_endpoint',
  revocation: 'revocation_endpoint',
  registration: 'registration_endpoint',
  userinfo: 'userinfo_endpoint',
  device_authorization: 'device_authorization_endpoint',
  pushed_authorization: 'pushed_authorization_request_endpoint',
};

/**
 * Reads the metadata of an issuer. `issuer` in the document must be the same URL as the one that was asked: RFC
 * 8414, section 3.3, wants the same string, but large servers differ by the final slash. The string of the document counts
 * from then on, because responses name it (RFC 9207). Returns undefined when there is no document.
 * @throws Refusal authorization-server-metadata-invalid, issuer-mismatch
 */
export async function discoverServerMetadata(
  issuer: string,
  discoverer: Discoverer,
  urls = serverMetadataUrls(issuer),
): Promise<ServerMetadata | undefined> {
  for (const url of urls) {
    const document = await readDocument(url, discoverer, 'authorization-server-metadata-invalid');
    if (document === undefined) continue;
    const named = text(document.issuer) ?? '';
    if (!isSameIssuer(named, issuer)) {
      throw faulty('issuer-mismatch', url, `Its issuer is ${String(document.issuer)}, and we asked ${issuer}.`);
    }
    return readMetadata(document, named, url);
  }
  return undefined;
}

/** Whether both are the same URL as they are written, or after parsing: with and without the slash after the host. */
export function isSameIssuer(one: string | undefined, other: string | undefined): boolean {
  if (one === other || one === undefined || other === undefined) return one === other;
  return isWebAddress(one) && isWebAddress(other) && new URL(one).href === new URL(other).href;
}

/** RFC 8414, section 3.1, and section 5 for OpenID Connect, whose own form puts the well-known part at the end. */
export function serverMetadataUrls(issuer: string): string[] {
  const { origin, pathname } = new URL(issuer);
  const path = withoutTrailingSlashes(pathname);
  return [
    ...new Set([
      `${origin}/.well-known/oauth-authorization-server${path}`,
      `${origin}/.well-known/openid-configuration${path}`,
      `${origin}${path}/.well-known/openid-configuration`,
    ]),
  ];
}

/** The endpoints of a server of 2025-03-26 that publishes no metadata ("Fallbacks for servers without metadata"). */
export function defaultEndpoints(origin: string): ServerMetadata {
  return {
    endpoints: { authorization: `${origin}/authorize`, token: `${origin}/token`, registration: `${origin}/register` },
    // 2025-03-26 demands PKCE of clients, so the server must understand it.
    codeChallengeMethods: ['S256'],
    issInResponse: false,
    clientIdMetadataDocument: false,
    requiresPushedAuthorization: false,
  };
}

function readMetadata(document: JsonObject, issuer: string, url: string): ServerMetadata {
  const endpoints: Partial<Record<EndpointName, string>> = {};
  for (const [name, field] of Object.entries(FIELDS) as [EndpointName, string][]) {
    const endpoint = text(document[field]);
    if (endpoint === undefined) continue;
    const fault = faultOfEndpoint(endpoint, issuer);
    if (fault) throw faulty('authorization-server-metadata-invalid', url, `Its ${field} ${fault}`);
    endpoints[name] = endpoint;
  }
  return {
    issuer,
    endpoints,
    scopesSupported: strings(document.scopes_supported),
    grantTypes: strings(document.grant_types_supported),
    tokenEndpointAuthMethods: strings(document.token_endpoint_auth_methods_supported),
    codeChallengeMethods: strings(document.code_challenge_methods_supported),
    issInResponse: document.authorization_response_iss_parameter_supported === true,
    clientIdMetadataDocument: document.client_id_metadata_document_supported === true,
    requiresPushedAuthorization: document.require_pushed_authorization_requests === true,
  };
}

/** An endpoint is stored and used later, so what it may be is decided here, beside the issuer that names it. */
function faultOfEndpoint(endpoint: string, issuer: string): string | undefined {
  if (!isWebAddress(endpoint)) return 'is no https URL in its normal form.';
  const url = new URL(endpoint);
  if (url.username || url.password || url.hash) return 'holds credentials or a fragment.';
  if (isLoopback(url) && !isLoopback(new URL(issuer))) return 'points to this machine.';
  return isHttpsOrLoopback(url) ? undefined : 'is not https.';
}
