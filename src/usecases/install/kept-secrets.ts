/** Secrets that were given when an app was installed, so that nobody is asked for them again. */
import type { Manifest } from '../../manifest/types.ts';
import { type Answers, answerSlots } from '../../plan/questions.ts';
import { type ProjectState, providersOf } from '../../plan/state.ts';
import { withKeptAnswers } from '../../plan/upgrade.ts';
import type { Ports } from '../../ports/index.ts';
import type { Installation } from '../../records.ts';
import type { Secret } from '../../secret.ts';
import { apiKeyContext, clientSecretContext } from '../../tokens/associated-data.ts';

export interface KeptSecretsInput {
  readonly manifest: Manifest;
  readonly installation: Installation;
  readonly state: ProjectState;
  /** What is given now counts more. */
  readonly answers: Answers;
}

/**
 * Opens them, by the keys of their questions.
 *
 * @throws Refusal `secret-unreadable`, and what the key store refuses.
 */
export async function keptSecrets(
  { manifest, installation, state, answers }: KeptSecretsInput,
  ports: Pick<Ports, 'secrets'>,
): Promise<Map<string, Secret>> {
  const providers = providersOf(installation, state);
  const kept = withKeptAnswers(manifest, installation, providers, { values: answers.values, secrets: new Set() });
  const secrets = new Map<string, Secret>();
  for (const { key, provider: name } of answerSlots(manifest)) {
    if (!kept.secrets.has(key) || answers.secrets.has(key)) continue;
    const provider = providers.find((each) => each.name === name);
    if (provider?.clientSecret) {
      secrets.set(key, await ports.secrets.open(provider.clientSecret, clientSecretContext(provider)));
    }
    const collection = name ? undefined : installation.collections.find(({ id }) => `${id}.api_key` === key);
    if (collection?.apiKey) {
      secrets.set(key, await ports.secrets.open(collection.apiKey, apiKeyContext(installation, collection)));
    }
  }
  return secrets;
}
