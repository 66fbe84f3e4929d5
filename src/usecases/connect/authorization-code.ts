/** Connects with a person's consent: the authorization code grant (RFC 6749, section 4.1). */
import { type Hint, hint } from '../../next-step.ts';
import { loopbackRegistration } from '../../providers/registered-clients.ts';
import type { Provider } from '../../records.ts';
import { type Asked, beginConsent, completeConsent, type Done, type Refused } from './consent.ts';
import { type ConsentChannel, openAtRegisteredAddress, type PresentedAuthorization } from './consent-channel.ts';
import { checkConsentHost, isPageSettled } from './consent-host.ts';
import { connectionIn, discardSince } from './discard.ts';
import type { ConnectAttempt } from './input.ts';
import { type PendingConsent, pendingConsent } from './pending.ts';
import { prepareConnect } from './prepare.ts';
import { type Connected, type ConnectPorts, callbackTimeout, connectedWith } from './result.ts';
import { silenceAdvice } from './silence-advice.ts';
import { requestUnattended } from './unattended.ts';

export async function connectWithAuthorizationCode(attempt: ConnectAttempt, ports: ConnectPorts): Promise<Connected> {
  const { request, input } = attempt;
  const timeout = ports.clock.timeout(input.timeoutSeconds * 1000);
  // Before anything is sent: a port that is taken must be known before the browser opens.
  const registration = await loopbackRegistration(request.provider, ports);
  const channel = await openAtRegisteredAddress(
    { registration, redirectHost: request.provider.redirectHost },
    { host: input.redirectHost, port: input.port },
    ports.openConsentChannel,
  );
  const ask = (authorization: PresentedAuthorization) =>
    channel.ask(authorization, timeout).catch((thrown: unknown) => {
      throw timeout.aborted && thrown === timeout.reason ? callbackTimeout(attempt, authorization.advice) : thrown;
    });
  const before = await connectionIn(attempt, ports);
  let verdict: 'connected' | 'failed' = 'failed';
  try {
    const connected = await connectOver({ redirectUri: channel.redirectUri, ask }, attempt, ports);
    channel.misused?.throwIfAborted();
    verdict = 'connected';
    return connected;
  } catch (thrown) {
    if (!channel.misused?.aborted) throw thrown;
    await discardSince(before, attempt, ports);
    throw channel.misused.reason;
  } finally {
    await channel.close(verdict);
  }
}

/** The channel to the person, with the timeout of this attempt. */
interface Person extends Pick<ConsentChannel, 'redirectUri'> {
  ask(authorization: PresentedAuthorization): Promise<URLSearchParams>;
}

/** Asks for a consent, and for others as long as the second half of each wants one. */
async function connectOver(person: Person, attempt: ConnectAttempt, ports: ConnectPorts): Promise<Connected> {
  const { request, input, scope } = attempt;
  const { redirectUri } = person;
  const preparation = await prepareConnect(attempt, redirectUri, ports);
  // Discovery may find an authorization server that serves only machines.
  if (preparation.provider.grantType !== 'authorization_code') return requestUnattended(attempt, preparation, ports);
  const pending = pendingConsent(preparation, {
    id: ports.identifiers.next(),
    user: scope.user,
    name: request.name,
    redirectUri,
    wish: { scopes: input.scopes, clientMetadataUrl: input.clientMetadataUrl, redirectHost: input.redirectHost },
    for: {},
    verify: 'none',
    expiresAt: ports.clock.now() + input.timeoutSeconds * 1000,
    clientIdBefore: request.provider.clientId,
  });
  const consentPorts = { ...ports, checkPage: (provider: Provider) => withCheckedHost(provider, ports) };
  let outcome: Asked | Refused | Done = await beginConsent(pending, consentPorts);
  while (outcome.is === 'asked') {
    const { authorizationUrl, secrets } = outcome;
    const advice = await adviceOn(outcome.pending, request.name, ports);
    const callback = await person.ask({ authorizationUrl, state: secrets.state, advice });
    ports.progress.step('Exchanging the code for tokens');
    outcome = await completeConsent(outcome, callback, consentPorts);
  }
  if (outcome.is === 'refused') throw outcome.refusal;
  const { provider, connection, verdicts } = outcome;
  return connectedWith({ name: request.name, provider, connection, asked: outcome.pending.scopes, verdicts }, ports);
}

/** A response that names its issuer is compared with it (RFC 9207), and what a person gave is no other party's word. */
async function withCheckedHost(provider: Provider, ports: ConnectPorts): Promise<Provider> {
  const page = provider.endpoints.authorization?.value;
  return page === undefined || isPageSettled(provider) ? provider : checkConsentHost({ provider, page }, ports);
}

async function adviceOn(
  { providerId, redirectUri }: PendingConsent,
  name: string,
  { state }: Pick<ConnectPorts, 'state'>,
): Promise<Hint> {
  const provider = await state.read((tables) => tables.providers.get(providerId));
  return provider ? silenceAdvice(name, { provider, redirectUri }) : hint``;
}
