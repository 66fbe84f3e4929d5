/** What was answered when the app was installed, so that nobody is asked twice. */
import type { Manifest } from '../../manifest/types.ts';
import { answerSlots } from '../../plan/questions.ts';
import { type ProjectState, providersOf } from '../../plan/state.ts';
import { withKeptAnswers } from '../../plan/upgrade.ts';
import type { Ports } from '../../ports/index.ts';
import type { GivenAnswers } from '../../providers/given-answers.ts';
import type { Installation } from '../../records.ts';
import type { Secret } from '../../secret.ts';
import { apiKeyContext, clientSecretContext } from '../../tokens/associated-data.ts';

export interface KeptAnswers {
  readonly values: ReadonlyMap<string, string>;
  readonly secrets: ReadonlyMap<string, Secret>;
}

/** What is given now counts more. Refuses `secret-unreadable` when a kept secret cannot be opened. */
export async function keptAnswers(
  manifest: Manifest,
  installation: Installation,
  state: ProjectState,
  given: GivenAnswers,
  ports: Pick<Ports, 'secrets'>,
): Promise<KeptAnswers> {
  const providers = providersOf(installation, state);
  const kept = withKeptAnswers(manifest, installation, providers, { values: given.values, secrets: new Set() });
  const secrets = new Map<string, Secret>();
  for (const { key, provider: name } of answerSlots(manifest)) {
    if (!kept.secrets.has(key)) continue;
    const provider = providers.find((each) => each.name === name);
    if (provider?.clientSecret) {
      secrets.set(key, await ports.secrets.open(provider.clientSecret, clientSecretContext(provider)));
    }
    const collection = name ? undefined : installation.collections.find(({ id }) => `${id}.api_key` === key);
    if (collection?.apiKey) {
      secrets.set(key, await ports.secrets.open(collection.apiKey, apiKeyContext(installation, collection.id)));
    }
  }
  return { values: kept.values, secrets };
}
