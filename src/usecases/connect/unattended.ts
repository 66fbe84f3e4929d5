/** Connects without a person: client credentials, or an assertion. */
import { hint } from '../../next-step.ts';
import { Refusal } from '../../refusal.ts';
import { oauthClient } from '../../tokens/oauth-client.ts';
import type { ConnectAttempt } from './input.ts';
import { machineTokens } from './machine-tokens.ts';
import { type Preparation, type PreparationPorts, prepareConnect } from './prepare.ts';
import { wantedResources } from './resource-tokens.ts';
import { type Connected, connectedWith } from './result.ts';
import { saveTokens, startConnection } from './save-tokens.ts';
import { verify } from './verify.ts';

export async function connectUnattended(attempt: ConnectAttempt, ports: PreparationPorts): Promise<Connected> {
  const { request, input } = attempt;
  if (request.provider.clientId === undefined && input.clientId === undefined) throw clientMissing(attempt);
  return requestUnattended(attempt, await prepareConnect(attempt, '', ports), ports);
}

/** From a prepared provider to tokens for every resource. */
export async function requestUnattended(
  { request, input: { assertion }, scope }: ConnectAttempt,
  preparation: Preparation,
  ports: PreparationPorts,
): Promise<Connected> {
  const { provider, servers, scopes, existing } = preparation;
  if (provider.grantType === 'jwt_bearer' && assertion === undefined) throw assertionMissing(request.name);
  const start = await startConnection({ provider, existing, user: scope.user, servers }, ports);
  const client = await oauthClient(provider, ports, start);
  const { fetch } = ports.network.towards(servers[0]?.url ?? String(client.server.token_endpoint));
  ports.progress.step('Asking for a token');
  const resources = wantedResources(preparation);
  const tokens = await machineTokens({ client, fetch, resources, scopes, assertion }, ports);
  const connection = await saveTokens({ provider, start, tokens, asked: scopes }, ports);
  ports.progress.step('Listing the tools');
  const verdicts = await verify(servers, scope, ports);
  return connectedWith({ name: request.name, provider, connection, asked: scopes, verdicts }, ports);
}

function clientMissing({ request: { name, provider } }: ConnectAttempt): Refusal {
  return new Refusal('registration-unavailable', {
    what: `${name} needs a client id and a secret.`,
    why: `${provider.name} asks for tokens on its own behalf (client_credentials), and nobody has given it a client.`,
    hint: hint`${{ do: 'connect', target: name, give: ['client_id', 'client_secret'] }}`,
  });
}

function assertionMissing(name: string): Refusal {
  return new Refusal('usage', {
    what: `${name} needs an assertion.`,
    why: 'Its provider gives tokens for assertions only (jwt_bearer).',
    hint: hint`${{ do: 'run', words: ['connect', name, '--assertion', 'env:ASSERTION'] }}`,
  });
}
