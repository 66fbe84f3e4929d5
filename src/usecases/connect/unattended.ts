/** Nobody is asked: client credentials (RFC 6749, section 4.4), or a token for an assertion (RFC 7523). */
import type { Scope } from '../../ports.ts';
import type { Subject } from '../../providers/consent-request.ts';
import { Refusal } from '../../refusal.ts';
import { oauthClient } from '../../tokens/oauth-client.ts';
import { machineTokens } from './machine-tokens.ts';
import type { ConnectOptions } from './options.ts';
import { type Preparation, prepareConnect } from './prepare.ts';
import { wantedResources } from './resource-tokens.ts';
import { type Connected, type ConnectPorts, conclude } from './result.ts';
import { keepGrant, startConnection } from './save-tokens.ts';
import { verify } from './verify.ts';

export async function connectMachine(
  subject: Subject,
  options: ConnectOptions,
  scope: Scope,
  ports: ConnectPorts,
): Promise<Connected> {
  if (subject.provider.clientId === undefined && options.clientId === undefined) throw clientMissing(subject);
  return grantMachine(await prepareConnect(subject, options, '', scope, ports), subject, scope, ports);
}

/** From a prepared provider to tokens for every resource. */
export async function grantMachine(
  preparation: Preparation,
  subject: Subject,
  scope: Scope,
  ports: ConnectPorts,
): Promise<Connected> {
  const { provider, servers, scopes, existing } = preparation;
  const start = await startConnection(provider, scope.user, existing, ports);
  const client = await oauthClient(provider, ports, start);
  const { fetch } = ports.network.towards(servers[0]?.url ?? String(client.server.token_endpoint));
  ports.progress.step('Asking for a token');
  const tokens = await machineTokens(provider, client, wantedResources(preparation), scopes, fetch, ports);
  const connection = await keepGrant(provider, start, tokens, scopes, ports);
  ports.progress.step('Listing the tools');
  const verdicts = await verify(servers, scope, ports);
  return conclude(subject, provider, connection, scopes, verdicts, ports);
}

function clientMissing({ name, provider }: Subject): Refusal {
  return new Refusal('registration-unavailable', {
    what: `${name} needs a client id and a secret.`,
    why: `${provider.name} asks for tokens on its own behalf (client_credentials), and nobody has given it a client.`,
    hint: `mcpctl connect ${name} --client-id ID --client-secret env:CLIENT_SECRET`,
  });
}
