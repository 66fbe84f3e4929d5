/** The settings of a provider made by hand, checked: what the seed's form has, and extra request parameters. */
import { canParseUrl } from '../can-parse-url.ts';
import { isHttpsOrLoopback } from '../loopback.ts';
import { isKebabCase, toKebabCase } from '../manifest/names.ts';
import type { GrantType, ProviderName } from '../manifest/types.ts';
import { hint } from '../next-step.ts';
import type { Endpoint, Provider } from '../records.ts';
import { Refusal } from '../refusal.ts';
import type { Secret } from '../secret.ts';

/** What is not given stays as it is, or takes its default. */
export interface ProviderSettings {
  readonly displayName?: string;
  readonly grantType?: GrantType;
  readonly clientId?: string;
  readonly clientSecret?: Secret;
  readonly scopes?: readonly string[];
  readonly pkce?: boolean;
  readonly authorizationEndpoint?: string;
  readonly tokenEndpoint?: string;
  readonly revocationEndpoint?: string;
  /** Extra parameters of the authorization request. They are added to those from before. */
  readonly authParams?: Readonly<Record<string, string>>;
}

/**
 * Returns the provider with the settings applied, but for the client secret, which the caller seals.
 *
 * @throws Refusal `url-refused`
 */
export function withSettings(provider: Provider, settings: ProviderSettings): Provider {
  const { displayName, grantType = provider.grantType, clientId, scopes, pkce } = settings;
  return {
    ...withAuthParams(provider, settings.authParams),
    displayName: displayName ?? provider.displayName,
    grantType,
    clientId: clientId ?? provider.clientId,
    clientIdFrom: clientId === undefined ? provider.clientIdFrom : 'installer',
    usePkce: grantType === 'authorization_code' && (pkce ?? provider.usePkce),
    scopes: scopes?.map((scope) => ({ scope, origin: 'installer' })) ?? provider.scopes,
    scopesGiven: scopes ?? provider.scopesGiven,
    endpoints: {
      ...provider.endpoints,
      ...givenEndpoint('authorization', settings.authorizationEndpoint),
      ...givenEndpoint('token', settings.tokenEndpoint),
      ...givenEndpoint('revocation', settings.revocationEndpoint),
    },
  };
}

/** Without `resource`, the requests for tokens must not have it either: they would ask for something else. */
export function withAuthParams(provider: Provider, added: Readonly<Record<string, string>> = {}): Provider {
  const authParams = { ...provider.authParams, ...added };
  const isResourceLeft = added.resource === '';
  return { ...provider, authParams, ...(isResourceLeft && { resourceParameter: 'omit' as const }) };
}

/** @throws Refusal `usage` for a name that no manifest could refer to. */
export function providerName(name: string): ProviderName {
  if (isKebabCase(name)) return name as ProviderName;
  const near = toKebabCase(name);
  throw new Refusal('usage', {
    what: `"${name}" is no name for a provider.`,
    why: 'Manifests refer to it by a kebab-case name, such as my-crm-oauth.',
    hint: hint`${near === '' ? 'For example: ' : ''}${{ do: 'create', what: 'provider', name: near || 'my-crm-oauth' }}`,
  });
}

function givenEndpoint(name: string, url: string | undefined): Record<string, Endpoint> {
  if (url === undefined) return {};
  const parsed = canParseUrl(url) ? new URL(url) : undefined;
  if (parsed && isHttpsOrLoopback(parsed) && !parsed.username && !parsed.password && !parsed.hash) {
    return { [name]: { value: parsed.href, from: 'given' } };
  }
  throw new Refusal('url-refused', {
    what: `The ${name} endpoint is not an address that can be used.`,
    why: 'It has to be https (http on loopback), without user name, password or fragment (RFC 6749, section 3.1).',
    hint: `For example: --${name}-endpoint https://auth.example.com/oauth/${name}`,
    details: { endpoint: name },
  });
}
