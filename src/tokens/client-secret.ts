/** A client secret that a person gave. */
import { isPrivateKey } from '../oauth/client-authentication.ts';
import type { Ports } from '../ports/index.ts';
import type { Provider } from '../records.ts';
import type { Secret } from '../secret.ts';
import { clientSecretContext } from './associated-data.ts';

/** Encrypts the secret for the client and its endpoints, and sets the authentication method that fits the secret. */
export async function withClientSecret(
  provider: Provider,
  secret: Secret,
  { secrets }: Pick<Ports, 'secrets'>,
): Promise<Provider> {
  const { clientAuthMethod } = provider;
  const before = clientAuthMethod === 'private_key_jwt' ? undefined : clientAuthMethod;
  return {
    ...provider,
    clientSecret: await secrets.seal(secret, clientSecretContext(provider)),
    clientAuthMethod: isPrivateKey(secret) ? 'private_key_jwt' : before,
  };
}
