/**
 * What can be done next, as data: a terminal prints a command for it, a web page makes a button or a form of it. The
 * members have the names that `--json` gives them (docs/json.md, "Next steps").
 */

export type NextStep = Action & {
  /** What a person has to find out first: placeholders of a command, fields of a form. */
  readonly give?: readonly Field[];
};

/** A member that is absent, but needed, is something that the front or the person knows. */
type Action =
  | { readonly do: 'connect'; readonly target?: string; readonly paste?: true; readonly timeout?: number }
  /** Everything that is not connected. */
  | { readonly do: 'connect-all' }
  | { readonly do: 'discover'; readonly url?: string; readonly trace?: true }
  /** Whether each place can be reached, or each place on the way to the target. */
  | { readonly do: 'doctor'; readonly target?: string; readonly network?: true; readonly sweep?: true }
  | { readonly do: 'status' }
  | { readonly do: 'list'; readonly what: 'app' | 'agent' | 'api-key' | 'person' | 'project' | 'web-app' }
  | { readonly do: 'show' | 'create'; readonly what: 'agent'; readonly name?: string }
  | { readonly do: 'create' | 'update'; readonly what: 'provider'; readonly name?: string }
  | { readonly do: 'delete'; readonly what: 'provider'; readonly name?: string; readonly force?: true }
  | CreateServer
  | { readonly do: 'create'; readonly what: 'api-key' | 'person'; readonly name?: string; readonly role?: string }
  | { readonly do: 'create' | 'delete'; readonly what: 'project' | 'web-app'; readonly name?: string }
  | { readonly do: 'update'; readonly what: 'web-app'; readonly name?: string }
  | { readonly do: 'update' | 'delete'; readonly what: 'server'; readonly name?: string }
  | { readonly do: 'attach' | 'detach'; readonly agent?: string; readonly target?: string }
  | { readonly do: 'install' | 'validate'; readonly file?: string }
  /** `out`: where the plan is kept. */
  | { readonly do: 'plan'; readonly file?: string; readonly out?: string }
  /** `answer`: one more answer, as `KEY=VALUE`. */
  | { readonly do: 'upgrade'; readonly app: string; readonly file?: string; readonly answer?: string }
  /** `ask`: the answers of the last installation are forgotten. */
  | { readonly do: 'reinstall'; readonly app: string; readonly ask?: true }
  | { readonly do: 'uninstall'; readonly app: string }
  | { readonly do: 'tools'; readonly target?: string; readonly json?: true }
  | { readonly do: 'approve-tools'; readonly tools: readonly string[] }
  | { readonly do: 'call'; readonly target?: string; readonly tool?: string }
  /** What a code means; without one, the list of them. */
  | { readonly do: 'explain'; readonly code?: string }
  /** The same again, with one more value: `value`, where it is known. */
  | { readonly do: 'give'; readonly field: Field; readonly value?: string }
  /** A command that only a terminal has. */
  | { readonly do: 'run'; readonly words: readonly string[] };

interface CreateServer {
  readonly do: 'create';
  readonly what: 'server';
  readonly name?: string;
  readonly url?: string;
  readonly auth?: string;
  /** A server document instead of a name and a URL. */
  readonly file?: string;
}

export type Field =
  | 'allow_private'
  | 'answer'
  | 'auth'
  | 'auth_param'
  | 'authorization_endpoint'
  | 'client_id'
  | 'client_secret'
  | 'code'
  | 'file'
  | 'home'
  | 'listen_public'
  | 'name'
  | 'no_check'
  | 'out'
  | 'port'
  | 'private_key'
  | 'redirect_host'
  | 'resource'
  | 'scope'
  | 'token'
  | 'token_endpoint'
  | 'url'
  | 'verbose'
  | 'yes';

/** Prose with steps in it. The front that shows it finds the words for the steps. */
export class Hint {
  readonly parts: readonly (string | NextStep)[];

  constructor(parts: readonly (string | NextStep)[]) {
    this.parts = parts;
  }
}

/** Makes a hint of a template: `` hint`Create it: ${{ do: 'create', what: 'agent', name }}` ``. */
export function hint(texts: readonly string[], ...values: readonly (string | number | NextStep | Hint)[]): Hint {
  const parts = texts.flatMap((text, index): readonly (string | NextStep)[] => {
    const value = values[index];
    if (value === undefined) return [text];
    if (value instanceof Hint) return [text, ...value.parts];
    return [text, typeof value === 'number' ? String(value) : value];
  });
  return new Hint(parts.filter((part) => part !== ''));
}

/** Words a hint, with its steps in the way of the front. */
export type HintText = (advice: string | Hint) => string;

/** One hint of several, with a text between them. */
export function joinHints(advices: readonly (string | Hint)[], between: string): Hint {
  return new Hint(
    advices.flatMap((advice, index) => [
      ...(index === 0 ? [] : [between]),
      ...(typeof advice === 'string' ? [advice] : advice.parts),
    ]),
  );
}

/** The steps of a hint, in their order. */
export function stepsOf(advice: string | Hint): readonly NextStep[] {
  return typeof advice === 'string' ? [] : advice.parts.filter((part) => typeof part !== 'string');
}

export interface SeveralSteps {
  readonly do: 'several';
  readonly steps: readonly NextStep[];
}

/** The step of a hint, or all of them: only the prose says whether one is enough. */
export function nextStepOf(advice: string | Hint): NextStep | SeveralSteps | undefined {
  const steps = stepsOf(advice);
  return steps.length > 1 ? { do: 'several', steps } : steps[0];
}

/** The members of a document that say what is next: in words, and as data. */
export function nextMembers(next: string | Hint | NextStep | undefined) {
  const advice = typeof next === 'object' && !(next instanceof Hint) ? new Hint([next]) : next;
  return { next: advice ?? null, next_step: (advice && nextStepOf(advice)) ?? null };
}
