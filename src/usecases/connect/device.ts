/** A person consents on another device, by a code that is typed there (RFC 8628): no browser and no listener here. */
import { hint } from '../../next-step.ts';
import { DEVICE_GRANT, type DeviceCode, pollDeviceCode, requestDeviceCode } from '../../oauth/device.ts';
import type { Scope } from '../../ports/index.ts';
import { printable } from '../../printable.ts';
import type { ConsentRequest } from '../../providers/consent-request.ts';
import { Refusal } from '../../refusal.ts';
import { oauthClient } from '../../tokens/oauth-client.ts';
import { callbackTimeout } from './consent.ts';
import type { ConnectOptions } from './options.ts';
import { prepareConnect } from './prepare.ts';
import { isResourceRejection, tokensForResources, wantedResources, withoutResources } from './resource-tokens.ts';
import { type Connected, type ConnectPorts, conclude } from './result.ts';
import { saveTokens, startConnection } from './save-tokens.ts';
import { requestUnattended } from './unattended.ts';
import { verify } from './verify.ts';

/** Registered for later connects in a browser; nothing comes back to it now. */
const REDIRECT_URI = 'http://127.0.0.1/callback';

/** Refuses `device-not-offered`, and what the server answers to the code. */
export async function connectDevice(
  request: ConsentRequest,
  options: ConnectOptions,
  scope: Scope,
  ports: ConnectPorts,
): Promise<Connected> {
  const preparation = await prepareConnect(request, options, REDIRECT_URI, scope, ports);
  const { servers, scopes, existing } = preparation;
  let { provider } = preparation;
  if (provider.grantType !== 'authorization_code') return requestUnattended(preparation, request, scope, ports);
  if (provider.endpoints.device_authorization === undefined) throw notOffered(request, provider.issuer);
  const start = await startConnection(provider, scope.user, existing, ports);
  const client = await oauthClient(provider, ports, start);
  const { fetch } = ports.network.towards(servers[0]?.url ?? String(client.server.token_endpoint));
  let wanted = wantedResources(preparation);
  let code: DeviceCode;
  try {
    code = await requestDeviceCode(client, { scopes, resources: wanted }, fetch);
  } catch (thrown) {
    if (wanted.length === 0 || !isResourceRejection(thrown)) throw thrown;
    provider = await withoutResources(provider, ports);
    wanted = [];
    code = await requestDeviceCode(client, { scopes, resources: wanted }, fetch);
  }
  const address = printable(code.verificationUriComplete ?? code.verificationUri);
  ports.progress.warn(`Open ${address} on any device and confirm the code ${printable(code.userCode)}.`);
  ports.progress.step('Waiting for you there');

  const deadline = ports.clock.now() + Math.min(options.timeoutSeconds, code.expiresIn) * 1000;
  const wait = (seconds: number) => {
    if (ports.clock.now() > deadline) throw callbackTimeout(options.timeoutSeconds, request.name);
    return ports.clock.sleep(seconds * 1000);
  };
  const first = await pollDeviceCode(client, code, wanted[0], fetch, wait);
  const tokens = await tokensForResources(client, first, wanted, fetch);
  const connection = await saveTokens(provider, start, tokens, scopes, ports);
  ports.progress.step('Listing the tools');
  return conclude(request, provider, connection, scopes, await verify(servers, scope, ports), ports);
}

function notOffered({ name }: ConsentRequest, issuer: string | undefined): Refusal {
  return new Refusal('device-not-offered', {
    what: `The authorization server of ${name} offers no codes for other devices.`,
    why: `The metadata of ${issuer ?? 'the server'} has no device_authorization_endpoint (${DEVICE_GRANT}).`,
    hint: hint`Bring the answer back by hand: ${{ do: 'connect', target: name, paste: true }}`,
  });
}
