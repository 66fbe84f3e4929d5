/** Plans one provider: what the manifest says, and what the installer adds. */
import type { Provider } from '../records.ts';
import type { PlannedProvider } from './plan.ts';
import type { Answers, Slot } from './questions.ts';
import { parseScopes, scopeUnion } from './scopes.ts';
import type { ProviderSource } from './sources.ts';

/** The redirect URI. The port is chosen when it is needed (RFC 8252, section 7.3). */
export const REDIRECT_URI = 'http://127.0.0.1/callback';

/** Plans a provider. `slots` are the answers that it can take. */
export function plannedProvider(source: ProviderSource, slots: readonly Slot[], answers: Answers): PlannedProvider {
  const { name, displayName, config, users } = source;
  const grantType = config.grant_type ?? 'authorization_code';
  const isRedirected = grantType === 'authorization_code';
  const keyOf = (kind: Slot['kind']) => slots.find((slot) => slot.kind === kind)?.key ?? `${name}.${kind}`;
  const secretKey = keyOf('client_secret');
  const scopesGiven = parseScopes(answers.values.get(keyOf('scopes')) ?? '');
  const isAsked = (kind: 'client_id' | 'client_secret') => config.required_at_install?.includes(kind) ?? false;
  return {
    name,
    display_name: displayName,
    grant_type: grantType,
    use_pkce: isRedirected && config.use_pkce !== false,
    ...clientId(answers.values.get(keyOf('client_id')), config.client_id, isAsked('client_id')),
    client_secret: answers.secrets.has(secretKey) ? 'given' : isAsked('client_secret') ? 'question' : 'none',
    client_secret_key: secretKey,
    scopes: scopeUnion(config, source.from.kind === 'shared' ? users : [], scopesGiven),
    scopes_given: scopesGiven,
    authorization_endpoint: (isRedirected && config.authorization_endpoint) || null,
    token_endpoint: config.token_endpoint ?? null,
    revocation_endpoint: config.revocation_endpoint ?? null,
    redirect_uris: isRedirected ? [REDIRECT_URI] : [],
    collections: users.map(({ id }) => id),
  };
}

/** An answer of the installer overrides the manifest; an empty one leaves it to the manifest. */
function clientId(
  answered: string | undefined,
  inManifest: string | undefined,
  isAsked: boolean,
): Pick<PlannedProvider, 'client_id' | 'client_id_from'> {
  if (answered) return { client_id: answered, client_id_from: 'installer' };
  if (inManifest !== undefined) return { client_id: inManifest, client_id_from: 'manifest' };
  return { client_id: null, client_id_from: isAsked ? 'question' : 'registration' };
}

/** Who gave the client id, as it is kept. Undefined when `connect` gets one. */
export function clientIdFromOf({ client_id, client_id_from }: PlannedProvider): Provider['clientIdFrom'] {
  const isGiven = client_id !== null && (client_id_from === 'manifest' || client_id_from === 'installer');
  return isGiven ? client_id_from : undefined;
}
