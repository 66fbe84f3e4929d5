/**
 * Connects a user to a provider: discover, register, get a consent, save the tokens, and try them once on every server
 * that they are for. It succeeds only when a server accepts them (docs/connect.md).
 *
 * If the server needs no authorization, or takes a key or token that was given, only its tools are listed.
 * If the provider is for machines, or there is an assertion, no person is asked.
 * If the person consents on another device, a code is shown and no browser opens here.
 * Otherwise a browser opens and comes back to the consent channel.
 */
import type { Scope } from '../../ports/index.ts';
import { consentRequestFor, isChallenged } from '../../providers/consent-request.ts';
import { Refusal } from '../../refusal.ts';
import type { Target, ToolServer } from '../../targets.ts';
import { recordFailure } from '../../tools/server-health.ts';
import { connectWithAuthorizationCode } from './authorization-code.ts';
import { connectDevice } from './device.ts';
import type { ConnectAttempt, ConnectInput } from './input.ts';
import type { PreparationPorts } from './prepare.ts';
import { type Connected, type ConnectPorts, throwUnlessAccepted } from './result.ts';
import { connectUnattended } from './unattended.ts';
import { verify } from './verify.ts';

/** @throws Refusal what the servers, the person or our policy refuse, and `verification-failed` when no server accepts the token. */
export async function connect(input: ConnectInput, scope: Scope, ports: ConnectPorts): Promise<Connected> {
  const { target } = input;
  const connected = await connectWithoutConsent(target, scope, ports);
  if (connected) return connected;
  const request = await consentRequestFor(target, scope, ports);
  const attempt = { request, input, scope };
  try {
    return await flowOf(attempt)(attempt, ports);
  } catch (thrown) {
    const server = request.servers.find(({ name }) => name === request.name) ?? request.servers[0];
    if (thrown instanceof Refusal && server) await recordFailure({ refusal: thrown, server, scope }, ports);
    throw thrown;
  } finally {
    ports.progress.done();
  }
}

/**
 * Returns undefined for a target that needs a consent, or a client of its own.
 *
 * @throws Refusal when the server does not accept the API key or the token.
 */
export async function connectWithoutConsent(
  target: Target,
  scope: Scope,
  ports: PreparationPorts,
): Promise<Connected | undefined> {
  if (target.kind !== 'server') return undefined;
  const { server } = target;
  if (server.access.via === 'none') return connectWithoutAuthorization(server, scope, ports);
  return ['api_key', 'token'].includes(server.access.via) ? connectWithGivenKey(server, scope, ports) : undefined;
}

function flowOf({ request, input }: ConnectAttempt) {
  if (request.provider.grantType !== 'authorization_code' || input.assertion) return connectUnattended;
  return input.consentBy === 'device' ? connectDevice : connectWithAuthorizationCode;
}

/** @throws Refusal when the server does not accept the API key or the token. */
async function connectWithGivenKey(server: ToolServer, scope: Scope, ports: PreparationPorts): Promise<Connected> {
  const verdicts = await verify([server], scope, ports);
  throwUnlessAccepted(server.name, verdicts);
  return { name: server.name, verdicts };
}

/**
 * There is nothing to ask for. The server is tried all the same, so that the person knows. Returns undefined when the server
 * wants authorization, now or at the last call.
 */
async function connectWithoutAuthorization(
  server: ToolServer,
  scope: Scope,
  ports: PreparationPorts,
): Promise<Connected | undefined> {
  const verdicts = await verify([server], scope, ports);
  if (await isChallenged(server, scope, ports)) return undefined;
  throwUnlessAccepted(server.name, verdicts);
  return { name: server.name, verdicts };
}
