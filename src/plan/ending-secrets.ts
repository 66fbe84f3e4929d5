/**
 * Which secrets end when an address changes. This is the one place that decides it, for servers and providers made by
 * hand, for apps and for their upgrades. What ends is not sent to the new address, and has to be given again. Pure.
 */
import { canParseUrl } from '../can-parse-url.ts';
import type { Provider } from '../records.ts';

/** What a secret can be bound to. A member that is absent is not known yet. */
export interface Addresses {
  /** Of the MCP server. */
  readonly url?: string;
  readonly resource?: string;
  readonly clientId?: string;
  readonly issuer?: string;
  readonly tokenEndpoint?: string;
  readonly authorizationEndpoint?: string;
  readonly registrationEndpoint?: string;
  readonly grantType?: string;
  /** What `receiversOf` returns, as one text. */
  readonly receivers?: string;
}

export type SecretKind =
  /** The API key of a collection. */
  | 'api_key'
  /** The fixed token and the headers of a server made by hand. */
  | 'fixed'
  | 'client_secret'
  /** The tokens for a server made by hand. */
  | 'server_consent'
  /** The tokens of a provider, whichever servers use them. */
  | 'provider_consent';

type Same = (before: Addresses, after: Addresses) => boolean;

const same =
  (...fields: readonly (keyof Addresses)[]): Same =>
  (before, after) =>
    fields.every((field) => before[field] === after[field]);

/** What is learned for the first time is no change: a secret that nobody was sent yet goes to where it was given for. */
const sameOnceKnown =
  (...fields: readonly (keyof Addresses)[]): Same =>
  (before, after) =>
    fields.every((field) => before[field] === undefined || before[field] === after[field]);

/** What is known before and after has the same origin. */
const sameOrigins =
  (...fields: readonly ('authorizationEndpoint' | 'registrationEndpoint')[]): Same =>
  (before, after) =>
    fields.every((field) => {
      const [old, now] = [before[field], after[field]];
      return old === undefined || now === undefined || originOf(old) === originOf(now);
    });

const all =
  (...rules: readonly Same[]): Same =>
  (before, after) =>
    rules.every((rule) => rule(before, after));

const BOUND_TO: Readonly<Record<SecretKind, Same>> = {
  // A manifest may move its server to another path, as from /v1/mcp to /v2/mcp.
  api_key: ({ url: before }, { url: after }) => originOf(before) === originOf(after),
  fixed: same('url'),
  // Another client id is corrected at the same server, which the secret was given for.
  client_secret: all(
    sameOnceKnown('issuer', 'tokenEndpoint', 'receivers'),
    sameOrigins('authorizationEndpoint', 'registrationEndpoint'),
  ),
  server_consent: same('url', 'resource', 'clientId', 'issuer', 'tokenEndpoint', 'receivers'),
  provider_consent: same('clientId', 'grantType', 'authorizationEndpoint', 'tokenEndpoint'),
};

export function ends(kind: SecretKind, before: Addresses, after: Addresses): boolean {
  return !BOUND_TO[kind](before, after);
}

export function addressesOf(
  provider: Provider | undefined,
  server: Pick<Addresses, 'url' | 'resource'> = {},
): Addresses {
  return {
    ...server,
    clientId: provider?.clientId,
    issuer: provider?.issuer,
    tokenEndpoint: provider?.endpoints.token?.value,
    authorizationEndpoint: provider?.endpoints.authorization?.value,
    registrationEndpoint: provider?.endpoints.registration?.value,
    grantType: provider?.grantType,
    receivers: (provider && receiversOf(provider.endpoints).join(' ')) || undefined,
  };
}

/**
 * The origins beside that of the token endpoint which get tokens or the client secret, each once and in one order. Another
 * endpoint of the same server changes nothing.
 */
export function receiversOf(endpoints: Provider['endpoints']): string[] {
  const { token, revocation, device_authorization: device, pushed_authorization: pushed } = endpoints;
  const home = originOf(token?.value);
  return originsOf([revocation, device, pushed].map((each) => each?.value)).filter((origin) => origin !== home);
}

/** The origins of these addresses, each once and in one order. */
export function originsOf(urls: readonly (string | undefined)[]): string[] {
  return [...new Set(urls.map(originOf))].filter((origin) => origin !== undefined).sort();
}

/** What has no origin, as a URN, counts as one itself. */
export function originOf(url: string | undefined): string | undefined {
  const { origin } = url !== undefined && canParseUrl(url) ? new URL(url) : { origin: 'null' };
  return origin === 'null' ? url : origin;
}
