/** Connects with a consent on another device, by a code that is typed there (RFC 8628). No browser opens here. */

import { hint } from '../../next-step.ts';
import { DEVICE_GRANT, type DeviceCode, pollDeviceCode, requestDeviceCode } from '../../oauth/device.ts';
import { REDIRECT_URI } from '../../plan/provider.ts';
import { printable } from '../../printable.ts';
import { Refusal } from '../../refusal.ts';
import { oauthClient } from '../../tokens/oauth-client.ts';
import { checkConsentHost } from './consent-host.ts';
import type { ConnectAttempt } from './input.ts';
import { prepareConnect } from './prepare.ts';
import { isResourceRejection, tokensForResources, wantedResources, withoutResources } from './resource-tokens.ts';
import { type Connected, type ConnectPorts, callbackTimeout, connectedWith } from './result.ts';
import { saveTokens, startConnection } from './save-tokens.ts';
import { requestUnattended } from './unattended.ts';
import { verify } from './verify.ts';

/** @throws Refusal `device-not-offered`, `callback-timeout`, and what the server answers to the code. */
export async function connectDevice(attempt: ConnectAttempt, ports: ConnectPorts): Promise<Connected> {
  const { request, input, scope } = attempt;
  const preparation = await prepareConnect(attempt, REDIRECT_URI, ports);
  const { servers, scopes, existing } = preparation;
  let { provider } = preparation;
  if (provider.grantType !== 'authorization_code') return requestUnattended(attempt, preparation, ports);
  if (provider.endpoints.device_authorization === undefined) throw notOffered(attempt, provider.issuer);
  const start = await startConnection({ provider, existing, user: scope.user, servers }, ports);
  const client = await oauthClient(provider, ports, start);
  const { fetch } = ports.network.towards(servers[0]?.url ?? String(client.server.token_endpoint));
  let resources = wantedResources(preparation);
  let code: DeviceCode;
  try {
    code = await requestDeviceCode(client, { scopes, resources }, fetch);
  } catch (thrown) {
    if (resources.length === 0 || !isResourceRejection(thrown)) throw thrown;
    await withoutResources(provider.id, ports);
    provider = { ...provider, resourceParameter: 'omit' };
    resources = [];
    code = await requestDeviceCode(client, { scopes, resources }, fetch);
  }
  const page = code.verificationUriComplete ?? code.verificationUri;
  provider = await checkConsentHost({ provider, page }, ports);
  const address = printable(page);
  ports.progress.warn(`Open ${address} on any device and confirm the code ${printable(code.userCode)}.`);
  ports.progress.step('Waiting for you there');

  const deadline = ports.clock.now() + Math.min(input.timeoutSeconds, code.expiresIn) * 1000;
  const wait = (seconds: number) => {
    if (ports.clock.now() > deadline) throw callbackTimeout(attempt);
    return ports.clock.sleep(seconds * 1000);
  };
  const first = await pollDeviceCode(client, code, { resource: resources[0], fetch, wait });
  const tokens = await tokensForResources({ client, fetch }, first, resources);
  const connection = await saveTokens({ provider, start, tokens, asked: scopes }, ports);
  ports.progress.step('Listing the tools');
  const verdicts = await verify(servers, scope, ports);
  return connectedWith({ name: request.name, provider, connection, asked: scopes, verdicts }, ports);
}

function notOffered({ request: { name } }: ConnectAttempt, issuer: string | undefined): Refusal {
  return new Refusal('device-not-offered', {
    what: `The authorization server of ${name} offers no codes for other devices.`,
    why: `The metadata of ${issuer ?? 'the server'} has no device_authorization_endpoint (${DEVICE_GRANT}).`,
    hint: hint`Bring the answer back by hand: ${{ do: 'connect', target: name, paste: true }}`,
  });
}
