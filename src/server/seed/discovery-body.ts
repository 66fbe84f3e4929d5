/** What discovery found, as seeds/000 says it. Pure. */
import { discoveredDocument } from '../../documents/discovered.ts';
import type { JsonObject } from '../../json-object.ts';
import type { Discovered } from '../../providers/discover.ts';

/** Without what is for people who write manifests. */
export function discoveryBody(found: Discovered): object {
  const {
    url: _url,
    manifest_fragment: _fragment,
    protocol_versions: _versions,
    server_info: _info,
    ...document
  } = discoveredDocument(found) as JsonObject;
  return { ...document, message: messageOf(found) };
}

const WORDS: Readonly<Record<NonNullable<Discovered['recommended']>, string>> = {
  none: 'The server needs no authorization.',
  token: 'The server wants a token, and publishes no metadata of OAuth.',
  oauth_client_credentials: 'The server wants OAuth, for machines only: give a client id and a client secret.',
  oauth_authorization_code_public_pkce: 'The server wants OAuth with the consent of a person.',
  oauth_authorization_code_confidential_pkce:
    'The server wants OAuth with the consent of a person, and a client with a secret.',
};

function messageOf({ probe, recommended }: Discovered): string {
  if (recommended) return WORDS[recommended];
  return probe.requiresAuth === 'unknown'
    ? `The server does not say what it wants. ${probe.reason}`
    : 'The server wants authorization, and does not say which.';
}
