/** `discover`: what a server wants, and the evidence for it. Nothing is stored. */
import { type Discovery, discoverAuthorization } from '../oauth/discovery.ts';
import type { Evidence } from '../oauth/document.ts';
import { type Probe, probeServer } from '../oauth/probe.ts';
import type { Ports } from '../ports.ts';
import { Refusal } from '../refusal.ts';
import { discovererTowards } from './connecting/discover-provider.ts';

export type AuthMode =
  | 'none'
  | 'token'
  | 'oauth_client_credentials'
  | 'oauth_authorization_code_public_pkce'
  | 'oauth_authorization_code_confidential_pkce';

export interface Discovered {
  readonly url: string;
  readonly probe: Probe;
  readonly discovery?: Discovery;
  /** Undefined when nothing can be concluded. */
  readonly recommended?: AuthMode;
  readonly evidence: readonly Evidence[];
}

/** Refuses what the network and faulty metadata are refused for; that there is no metadata is an answer. */
export async function discover(url: string, ports: Pick<Ports, 'network'>): Promise<Discovered> {
  const evidence: Evidence[] = [];
  const observe = (seen: Evidence) => void evidence.push(seen);
  const discoverer = { ...discovererTowards(url, ports), observe };
  const probe = await probeServer(url, discoverer);
  try {
    const discovery = await discoverAuthorization(url, discoverer, undefined, probe);
    return { url, probe, discovery, recommended: recommend(discovery), evidence };
  } catch (thrown) {
    if (!(thrown instanceof Refusal) || thrown.code !== 'authorization-not-offered') throw thrown;
    return { url, probe, recommended: probe.requiresAuth === false ? 'none' : undefined, evidence };
  }
}

/** As the seed names the ways: public where that is offered, or registration gives such a client. */
function recommend({ probe, resource, server }: Discovery): AuthMode {
  if (probe.requiresAuth === false) return 'none';
  if (resource === undefined && server.issuer === undefined) return 'token';
  const grants = server.grantTypes ?? ['authorization_code'];
  if (!grants.includes('authorization_code') && grants.includes('client_credentials'))
    return 'oauth_client_credentials';
  const isPublic = server.tokenEndpointAuthMethods?.includes('none') || server.clientIdMetadataDocument;
  return isPublic ? 'oauth_authorization_code_public_pkce' : 'oauth_authorization_code_confidential_pkce';
}
