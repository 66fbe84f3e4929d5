/** What `connect` is asked to do. */

import type { Scope } from '../../ports/index.ts';
import type { ConsentRequest } from '../../providers/consent-request.ts';
import type { AssertionSource, RedirectHost } from '../../records.ts';
import type { Secret } from '../../secret.ts';
import type { Target } from '../../targets.ts';

export interface ConnectInput {
  readonly target: Target;
  /** `device` needs no browser on this machine (RFC 8628). */
  readonly consentBy: 'browser' | 'device';
  /** The port of the callback. Without one, the registered port or one that the system chooses. */
  readonly port?: number;
  /** The host of the callback; stored with the provider. Some servers accept `localhost` only. */
  readonly redirectHost?: RedirectHost;
  /** How long to wait for the person. */
  readonly timeoutSeconds: number;
  /** Scopes to ask for in addition. */
  readonly scopes: readonly string[];
  readonly clientMetadataUrl?: string;
  readonly clientId?: string;
  readonly clientSecret?: Secret;
  /** With an assertion, no person is asked. */
  readonly assertion?: Assertion;
  /** Extra parameters of the authorization request; stored with the provider. */
  readonly authParams: Readonly<Record<string, string>>;
}

/** An assertion for the JWT bearer grant, or the ID token to exchange for one. */
export interface Assertion {
  /** Stored with the provider, so that the next `connect` reads it again. */
  readonly source: AssertionSource;
  readonly token: Secret;
}

/** One run of `connect`. */
export interface ConnectAttempt {
  readonly request: ConsentRequest;
  readonly input: ConnectInput;
  readonly scope: Scope;
}

/** The source of the assertion that the provider of a target was connected with before. */
export function storedAssertion(target: Target): AssertionSource | undefined {
  const provider = target.kind === 'provider' ? target.provider : providerOf(target.server.access);
  return provider?.grantType === 'jwt_bearer' ? provider.assertion : undefined;
}

function providerOf(access: Extract<Target, { kind: 'server' }>['server']['access']) {
  return access.via === 'provider' ? access.provider : undefined;
}
