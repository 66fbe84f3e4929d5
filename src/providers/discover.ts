/** `discover`: what a server wants, and the evidence for it. Nothing is stored. */
import { type Discovery, discoverAuthorization } from '../oauth/discovery.ts';
import type { Evidence } from '../oauth/document.ts';
import { type Probe, probeServer } from '../oauth/probe.ts';
import type { Ports } from '../ports/index.ts';
import { Refusal } from '../refusal.ts';
import { discovererTowards } from './discover-provider.ts';

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

/**
 * Probes a server and reads its metadata. Missing metadata is a result. `observe` is called for each response.
 * @throws what the network and faulty metadata are refused for
 */
export async function discover(
  url: string,
  ports: Pick<Ports, 'network' | 'clock'>,
  observe?: (evidence: Evidence) => void,
): Promise<Discovered> {
  const evidence: Evidence[] = [];
  const see = (seen: Evidence) => {
    evidence.push(seen);
    observe?.(seen);
  };
  const discoverer = { ...discovererTowards(url, ports), observe: see };
  const probe = await probeServer(url, discoverer);
  const found = await discoverAuthorization(url, discoverer, { known: probe }).catch(notOffered);
  // Endpoints at the default paths are a guess, and were not found.
  const discovery = found?.server.issuer === undefined ? undefined : found;
  return { url, probe, discovery, recommended: recommend(probe, discovery), evidence };
}

function notOffered(thrown: unknown): undefined {
  if (!(thrown instanceof Refusal) || thrown.code !== 'authorization-not-offered') throw thrown;
}

/**
 * Recommends a way to authorize: a public client where the server offers it, or where registration gives such a client.
 */
function recommend(probe: Probe, discovery: Discovery | undefined): AuthMode | undefined {
  if (probe.requiresAuth === false) return 'none';
  if (discovery === undefined) return probe.requiresAuth === true && probe.challenge ? 'token' : undefined;
  const { server } = discovery;
  const grants = server.grantTypes ?? ['authorization_code'];
  if (!grants.includes('authorization_code') && grants.includes('client_credentials')) {
    return 'oauth_client_credentials';
  }
  const isPublic = server.tokenEndpointAuthMethods?.includes('none') || server.clientIdMetadataDocument;
  return isPublic ? 'oauth_authorization_code_public_pkce' : 'oauth_authorization_code_confidential_pkce';
}

/** Returns the scopes of the challenge, else those of the metadata. */
export function scopesOf({ probe, discovery }: Discovered): readonly string[] | undefined {
  const challenge = probe.requiresAuth === true ? probe.challenge : undefined;
  const challenged = challenge?.parameters.get('scope')?.split(' ').filter(Boolean);
  return challenged?.length ? challenged : discovery?.resource?.scopesSupported;
}
