/** The device authorization grant: RFC 8628. */
import * as oauth from 'oauth4webapi';
import type { Fetch } from '../ports/index.ts';
import { Refusal } from '../refusal.ts';
import { type OAuthClient, requestOptions } from './client.ts';
import { errorDetails, readEndpointAnswer } from './endpoint-answer.ts';
import { otherGrant } from './grants.ts';
import { text } from './json.ts';
import { isTokenError, type TokenResponse } from './token-response.ts';
import { isWebAddress } from './web-address.ts';

export const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';

export interface DeviceCode {
  readonly deviceCode: string;
  readonly userCode: string;
  readonly verificationUri: string;
  readonly verificationUriComplete?: string;
  /** Seconds. */
  readonly expiresIn: number;
  /** Seconds between two polls. */
  readonly interval: number;
}

/**
 * Requests a device code (sections 3.1 and 3.2) for every resource that tokens will be for (RFC 8707, section 2).
 * @throws Refusal authorization-denied
 */
export async function requestDeviceCode(
  { server, client, authentication }: OAuthClient,
  { scopes, resources }: { readonly scopes: readonly string[]; readonly resources: readonly string[] },
  fetch: Fetch,
): Promise<DeviceCode> {
  const parameters = new URLSearchParams();
  if (scopes.length > 0) parameters.set('scope', scopes.join(' '));
  for (const resource of resources) parameters.append('resource', resource);
  const response = await oauth.deviceAuthorizationRequest(
    server,
    client,
    authentication,
    parameters,
    requestOptions(fetch),
  );
  const answer = await readEndpointAnswer(response);
  const { body, isRefused } = answer;
  const [deviceCode, userCode] = [text(body?.device_code), text(body?.user_code)];
  const verificationUri = text(body?.verification_uri);
  if (!isRefused && deviceCode && userCode && verificationUri && isWebAddress(verificationUri)) {
    const complete = text(body?.verification_uri_complete);
    return {
      deviceCode,
      userCode,
      verificationUri,
      verificationUriComplete: complete && isWebAddress(complete) ? complete : undefined,
      expiresIn: seconds(body?.expires_in, 600),
      interval: seconds(body?.interval, 5),
    };
  }
  const { error = `status ${answer.status}`, said = error } = answer;
  throw new Refusal('authorization-denied', {
    what: `The authorization server gave no code for another device: ${said}.`,
    why: answer.description,
    hint: 'Connect without --device.',
    details: { ...errorDetails(answer), error },
  });
}

export interface Polling {
  readonly resource: string | undefined;
  readonly fetch: Fetch;
  /** Sleeps for so many seconds. */
  readonly wait: (seconds: number) => Promise<void>;
}

/** Polls until the person has answered (section 3.5). */
export async function pollDeviceCode(
  client: OAuthClient,
  { deviceCode, interval }: DeviceCode,
  { resource, fetch, wait }: Polling,
): Promise<TokenResponse> {
  for (let pause = interval; ; ) {
    await wait(pause);
    try {
      return await otherGrant(client, { type: DEVICE_GRANT, parameters: { device_code: deviceCode }, resource }, fetch);
    } catch (thrown) {
      if (isTokenError(thrown, 'slow_down')) pause += 5;
      else if (!isTokenError(thrown, 'authorization_pending')) throw thrown;
    }
  }
}

/** A form has digits for a number. */
function seconds(value: unknown, otherwise: number): number {
  const given = Number(typeof value === 'string' ? value.trim() || Number.NaN : value);
  return typeof value !== 'boolean' && given > 0 && given < 3600 ? given : otherwise;
}
