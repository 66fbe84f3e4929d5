/** Nobody is asked: client credentials (RFC 6749, section 4.4), or a token for an assertion (RFC 7523). */
import { hint } from '../../next-step.ts';
import type { Scope } from '../../ports/index.ts';
import type { ConsentRequest } from '../../providers/consent-request.ts';
import { Refusal } from '../../refusal.ts';
import { oauthClient } from '../../tokens/oauth-client.ts';
import { machineTokens } from './machine-tokens.ts';
import type { ConnectOptions } from './options.ts';
import { type Preparation, prepareConnect } from './prepare.ts';
import { wantedResources } from './resource-tokens.ts';
import { type Connected, type ConnectPorts, conclude } from './result.ts';
import { saveTokens, startConnection } from './save-tokens.ts';
import { verify } from './verify.ts';

export async function connectUnattended(
  request: ConsentRequest,
  options: ConnectOptions,
  scope: Scope,
  ports: ConnectPorts,
): Promise<Connected> {
  if (request.provider.clientId === undefined && options.clientId === undefined) throw clientMissing(request);
  return requestUnattended(await prepareConnect(request, options, '', scope, ports), request, scope, ports);
}

/** From a prepared provider to tokens for every resource. */
export async function requestUnattended(
  preparation: Preparation,
  request: ConsentRequest,
  scope: Scope,
  ports: ConnectPorts,
): Promise<Connected> {
  const { provider, servers, scopes, existing } = preparation;
  const start = await startConnection(provider, scope.user, existing, ports);
  const client = await oauthClient(provider, ports, start);
  const { fetch } = ports.network.towards(servers[0]?.url ?? String(client.server.token_endpoint));
  ports.progress.step('Asking for a token');
  const tokens = await machineTokens(provider, client, wantedResources(preparation), scopes, fetch, ports);
  const connection = await saveTokens(provider, start, tokens, scopes, ports);
  ports.progress.step('Listing the tools');
  const verdicts = await verify(servers, scope, ports);
  return conclude(request, provider, connection, scopes, verdicts, ports);
}

function clientMissing({ name, provider }: ConsentRequest): Refusal {
  return new Refusal('registration-unavailable', {
    what: `${name} needs a client id and a secret.`,
    why: `${provider.name} asks for tokens on its own behalf (client_credentials), and nobody has given it a client.`,
    hint: hint`${{ do: 'connect', target: name, give: ['client_id', 'client_secret'] }}`,
  });
}
