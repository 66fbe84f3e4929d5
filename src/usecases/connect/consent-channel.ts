/** The way to a person who consents at an authorization server, and back with the response. */

import type { Hint } from '../../next-step.ts';
import { redirectAddress } from '../../providers/client-registration.ts';
import type { Provider, RedirectHost } from '../../records.ts';
import { Refusal } from '../../refusal.ts';

export interface ConsentChannel {
  /** The redirect URI that the response arrives at. */
  readonly redirectUri: string;
  /**
   * Presents the authorization URL to the person. May be called again after the response.
   *
   * @returns The query of the first response with this state.
   * @throws the reason of the signal, and Refusal `browser-failed`, `authorization-response-invalid`, `interrupted`.
   */
  ask(authorization: PresentedAuthorization, signal: AbortSignal): Promise<URLSearchParams>;
  /** Aborts, with a Refusal as its reason, when somebody else may have answered in place of the person. */
  readonly misused?: AbortSignal;
  /** Tells the person how it ended. */
  close(verdict: 'connected' | 'failed'): Promise<void>;
}

export interface PresentedAuthorization {
  readonly authorizationUrl: string;
  readonly state: string;
  /** What helps when no response comes: a server that refuses the request may show a page instead (RFC 6749, section 4.1.2.1). */
  readonly advice: Hint;
}

export interface CallbackAddress {
  readonly host: RedirectHost;
  /** Without one, the system chooses. */
  readonly port?: number;
}

/** @throws Refusal `port-taken`. */
export type OpenConsentChannel = (address: CallbackAddress) => Promise<ConsentChannel>;

/**
 * Opens at the registered address when its port is free, since some servers compare the port of a loopback redirect URI
 * although RFC 8252, section 7.3 says that any port must do.
 *
 * @param given The host and the port that a person gave.
 * @throws Refusal `port-taken` for the port that a person gave.
 */
export async function openAtRegisteredAddress(
  { registration, redirectHost }: Pick<Provider, 'registration' | 'redirectHost'>,
  given: Partial<CallbackAddress>,
  open: OpenConsentChannel,
): Promise<ConsentChannel> {
  const registered = registration && redirectAddress(registration.redirectUri);
  const host = given.host ?? redirectHost ?? registered?.host ?? '127.0.0.1';
  const { port } = given;
  if (port !== undefined || registered === undefined || registered.host !== host) return open({ port, host });
  try {
    return await open(registered);
  } catch (thrown) {
    if (!(thrown instanceof Refusal) || thrown.code !== 'port-taken') throw thrown;
    return open({ host });
  }
}
