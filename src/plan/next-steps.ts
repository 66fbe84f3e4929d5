/** What a person does for a plan, and after an installation. */
import type { NextStep } from '../next-step.ts';
import type { Plan, PlannedProvider } from './plan.ts';

export interface ReasonedStep {
  readonly step: NextStep;
  readonly reason: string;
}

/** What makes this plan, shows it and applies it. */
export function stepTo({ operation, app }: Pick<Plan, 'operation' | 'app'>): NextStep {
  return operation === 'install' ? { do: 'install' } : { do: operation, app };
}

/**
 * A consent for each provider that needs one, and for each collection whose authorization server is not known yet.
 *
 * @param connected The names of providers that have their token already.
 */
export function nextSteps({ steps, app, warnings }: Plan, connected: readonly string[] = []): ReasonedStep[] {
  const bound = new Set<string>(
    steps.flatMap((step) =>
      step.action === 'bind-collection' || step.action === 'reuse-provider' ? [step.collection_id] : [],
    ),
  );
  const providers = steps.flatMap((step): PlannedProvider[] => {
    if (step.action === 'create-provider') return [step.provider];
    return step.action === 'update-provider' && step.needs_consent ? [step.provider] : [];
  });
  const collections = steps.flatMap((step) => (step.action === 'record-installation' ? step.collections : []));
  return [
    ...providers
      .filter(({ name }) => !connected.includes(name))
      .map(({ name, grant_type, display_name, collections: users }) => ({
        step: connect(wordFor(name, users, app)),
        reason: grant_type === 'client_credentials' ? `get a token for ${display_name}` : `consent to ${display_name}`,
      })),
    ...collections
      .filter(({ id, auth, oauth_app }) => auth === 'oauth' && oauth_app === null && !bound.has(id))
      .map(({ id, name }) => ({ step: connect(`${app}/${id}`), reason: `consent to ${name}` })),
    ...steps.flatMap((step) => {
      if (step.action !== 'reuse-provider') return [];
      const { provider_name: name, collection_id: id } = step;
      const creation = warnings.find(({ code, next_step: next }) => code === 'provider-missing' && isFor(name, next));
      // What nobody has created cannot be connected yet.
      if (creation?.next_step) return [{ step: creation.next_step, reason: `then connect it, for ${id}` }];
      return [{ step: connect(name), reason: `consent for ${id}` }];
    }),
  ];
}

function connect(target: string): NextStep {
  return { do: 'connect', target };
}

/** The name of a provider, or of its collection that has the same name, which another app may have too. */
function wordFor(name: string, users: readonly string[], app: string): string {
  return users.includes(name) ? `${app}/${name}` : name;
}

function isFor(provider: string, step: NextStep | undefined): boolean {
  return step?.do === 'create' && step.name === provider;
}
