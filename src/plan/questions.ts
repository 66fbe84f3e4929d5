/** What an installer can answer, and which of it is still open. */
import { type Manifest, mcpCollections, type ProviderName } from '../manifest/types.ts';
import type { Question } from './plan.ts';
import { authOf, type ProviderSource, providerSources } from './sources.ts';

/** The values of answers, and of secrets only the keys: a plan must not be able to hold a secret. */
export interface Answers {
  readonly values: ReadonlyMap<string, string>;
  readonly secrets: ReadonlySet<string>;
}

export const NO_ANSWERS: Answers = { values: new Map(), secrets: new Set() };

/** A value that can be answered. `asked` when the manifest demands it. */
export interface Slot extends Question {
  readonly asked: boolean;
  /** The provider of the answer. Its generated name may stand in the key as well. */
  readonly provider?: ProviderName;
}

/** Returns the slots in the order in which they are asked. Every key means one slot. */
export function answerSlots(manifest: Manifest): Slot[] {
  const sources = providerSources(manifest);
  const taken = new Set<string>();
  const ofProviders = sources.flatMap((source) => {
    const short = source.from.kind === 'shared' ? source.from.providerKey : source.from.collectionId;
    const prefix = taken.has(short) ? source.name : short;
    taken.add(prefix);
    return providerSlots(source, prefix);
  });
  return [...ofProviders, ...apiKeySlots(manifest)];
}

/** Finds the slot of a key: `crm.client_secret`, or with the generated name of the provider in front. */
export function slotOf(slots: readonly Slot[], key: string): Slot | undefined {
  return slots.find((slot) => slot.key === key) ?? slots.find(({ provider, kind }) => `${provider}.${kind}` === key);
}

/** Returns the questions of the manifest that have no answer yet. */
export function openQuestions(manifest: Manifest, answers: Answers): Question[] {
  return answerSlots(manifest)
    .filter(({ asked, key }) => asked && !answers.values.has(key) && !answers.secrets.has(key))
    .map(({ asked: _asked, provider: _provider, ...question }) => question);
}

function providerSlots({ name, displayName, config }: ProviderSource, prefix: string): Slot[] {
  const slot = (kind: 'client_id' | 'client_secret' | 'scopes', message: string, initial?: string): Slot => ({
    key: `${prefix}.${kind}`,
    provider: name,
    kind,
    secret: kind === 'client_secret',
    required: kind !== 'scopes' && initial === undefined,
    asked: config.required_at_install?.includes(kind) ?? false,
    message,
    instructions: null,
    initial: initial ?? null,
  });
  return [
    slot('client_id', `Client ID of ${displayName}`, config.client_id),
    slot('client_secret', `Client secret of ${displayName}`),
    slot('scopes', `Further scopes for ${displayName}, separated by blanks`, ''),
  ];
}

function apiKeySlots(manifest: Manifest): Slot[] {
  return mcpCollections(manifest)
    .filter((collection) => authOf(collection) === 'api_key')
    .map(({ id, name, api_key_config }) => ({
      key: `${id}.api_key`,
      kind: 'api_key',
      secret: true,
      required: true,
      asked: api_key_config?.required_at_install ?? false,
      message: `API key of ${name}`,
      instructions: api_key_config?.instructions ?? null,
      initial: null,
    }));
}
