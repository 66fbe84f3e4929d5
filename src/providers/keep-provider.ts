/**
 * Stores what `connect` learned about a provider, with its secrets sealed again for the endpoints they now belong to.
 */
import type { Ports, SecretContext, Tables } from '../ports/index.ts';
import type { Provider, Sealed } from '../records.ts';
import { clientSecretContext, registrationTokenContext } from '../tokens/associated-data.ts';
import { isSameClient as isSameClientOf } from '../tokens/consent-client.ts';
import { type ConsentRequest, isInstallation } from './consent-request.ts';
import { forgetRegistration } from './forget-registration.ts';
import { isRegistrationKept, keepRegistrations } from './registered-clients.ts';
import { settleRegistration } from './registration-journal.ts';

/**
 * Stores the provider and binds it to the collection or server for which it was discovered. Tokens of another client or
 * authorization server keep the earlier provider until there is a new consent. Returns what was stored.
 */
export async function keepProvider(
  next: Provider,
  { provider: before, owner, servers }: ConsentRequest,
  { state, secrets, network, clock }: Pick<Ports, 'state' | 'secrets' | 'network' | 'clock'>,
): Promise<Provider> {
  const belongsElsewhere = !isSameClientOf(before, next);
  const kept: Provider = belongsElsewhere ? await resealed(before, next, secrets) : next;
  const stored: Provider = { ...kept, updatedAt: clock.now() };
  let isAbandoned = false;
  await state.write(async (tables) => {
    await tables.providers.save(stored);
    await settleRegistration(stored, tables);
    await keepRegistrations(before, stored, tables);
    if (belongsElsewhere) await leaveWithFormer(before, tables);
    isAbandoned = await isClientAbandoned(before, stored, tables);
    if (owner === undefined) return;
    if (!isInstallation(owner)) {
      const server = (await tables.servers.find(owner.project, owner.name)) ?? owner;
      await tables.servers.save({ ...server, auth: 'oauth', providerId: stored.id, updatedAt: stored.updatedAt });
      return;
    }
    const installation = await tables.installations.find(owner.project, owner.name);
    const collection = owner.collections.find(({ id }) => servers.some(({ collectionId }) => collectionId === id));
    if (installation?.id !== owner.id || collection === undefined) return;
    const others = installation.oauthBindings.filter(({ collectionId }) => collectionId !== collection.id);
    const binding = { collectionId: collection.id, providerId: stored.id, providerName: stored.name };
    await tables.installations.save({ ...installation, oauthBindings: [...others, binding] });
  });
  if (isAbandoned) await forgetRegistration(before, { secrets, network });
  return stored;
}

/** Whether the earlier client is another one and no consent uses it any more: its registration can be deleted. */
export async function isClientAbandoned(before: Provider, now: Provider, tables: Tables): Promise<boolean> {
  const isSameClient = (one: Provider | undefined, other: Provider) =>
    one?.clientId === other.clientId && one?.issuer === other.issuer;
  if (before.registration === undefined || isSameClient(before, now)) return false;
  if (await isRegistrationKept(before, tables)) return false;
  const connections = await tables.connections.ofProvider(now.id);
  return !connections.some(({ formerProvider }) => isSameClient(formerProvider, before));
}

/** A secret of the earlier provider is opened as it was sealed. A new secret was sealed for `next` already. */
export async function resealed(before: Provider, next: Provider, secrets: Ports['secrets']): Promise<Provider> {
  const move = async (sealed: Sealed, context: (provider: Provider) => SecretContext) =>
    secrets.seal(await secrets.open(sealed, context(before)), context(next));
  const { clientSecret, registration } = next;
  const token = registration?.registrationAccessToken;
  return {
    ...next,
    clientSecret:
      clientSecret && clientSecret === before.clientSecret
        ? await move(clientSecret, clientSecretContext)
        : clientSecret,
    registration: registration && {
      ...registration,
      registrationAccessToken:
        token && token === before.registration?.registrationAccessToken
          ? await move(token, registrationTokenContext)
          : token,
    },
  };
}

/** Consents to the provider as it is now keep a copy of it, whatever it becomes. */
export async function leaveWithFormer(provider: Provider, tables: Tables): Promise<void> {
  for (const connection of await tables.connections.ofProvider(provider.id)) {
    await tables.connections.save({ ...connection, formerProvider: connection.formerProvider ?? provider });
  }
}
