/**
 * What a use case still needs before it can go on. A use case asks nobody: it returns this value, a front shows it (a
 * prompt at a terminal, a status and a body over HTTP), and runs the use case again with what was given.
 */

import type { Secret } from '../secret.ts';
import { sha256Of } from '../sha256.ts';
import type { Change, Plan, Question } from './plan.ts';
import { type Answers, NO_ANSWERS } from './questions.ts';

export type Needs = NeedsAnswers | NeedsConfirmation;

export interface NeedsAnswers {
  readonly needs: 'answers';
  readonly questions: readonly Question[];
  readonly plan: Plan;
}

export interface NeedsConfirmation {
  readonly needs: 'confirmation';
  /** Names exactly what was shown. A front gives it back as `confirm` when a person agrees. */
  readonly digest: string;
  readonly consequences: readonly Consequence[];
}

/** What a front adds when it runs a use case again. */
export interface Given {
  readonly answers?: GivenAnswers;
  /** The digest of the consequences that a person has agreed to. */
  readonly confirm?: string;
}

/** Answers to the questions of an installation, by their keys. */
export interface GivenAnswers {
  readonly values: ReadonlyMap<string, string>;
  readonly secrets: ReadonlyMap<string, Secret>;
}

/** What a plan may know of the answers: the values, and of secrets only the keys. */
export function answersIn({ answers }: Given): Answers {
  return answers ? { values: answers.values, secrets: new Set(answers.secrets.keys()) } : NO_ANSWERS;
}

/** What will happen and cannot be undone, or goes to somebody else. Data only: a front finds the words. */
export type Consequence =
  | { readonly kind: 'plan-applied'; readonly plan: Plan }
  | { readonly kind: 'server-updated' | 'provider-updated'; readonly name: string; readonly changes: readonly Change[] }
  | { readonly kind: 'server-deleted' | 'provider-deleted' | 'web-app-deleted'; readonly name: string }
  | { readonly kind: 'person-removed' | 'key-revoked'; readonly name: string }
  /** With everything in it, counted by kind. */
  | { readonly kind: 'project-deleted'; readonly name: string; readonly contents: Readonly<Record<string, number>> }
  /** `of` is a provider, or the server that it belongs to. */
  | { readonly kind: 'connections-ended'; readonly of: string; readonly users: readonly string[] }
  /** Stored secrets that were given for another address, by the names of their members. They have to be given anew. */
  | { readonly kind: 'secrets-dropped'; readonly of: string; readonly secrets: readonly string[] }
  /** A file of an MCP client, before and after. It may hold secrets: a front shows only the lines that change. */
  | { readonly kind: 'file-changed'; readonly path: string; readonly before: string; readonly after: string }
  /** The entries as JSON, with a mask in place of each secret. */
  | { readonly kind: 'servers-taken-out'; readonly path: string; readonly entries: string }
  /** Variables of the environment go to the servers of a client's configuration. */
  | {
      readonly kind: 'variables-sent';
      readonly path: string;
      readonly sent: readonly { readonly variable: string; readonly server: string; readonly url: string }[];
      /** Whether the file is inside of the current folder, and so may be somebody else's. */
      readonly isInCurrentFolder: boolean;
    }
  /** `name` is the namespaced name; `accepted` and `offered` are definitions as canonical JSON. */
  | {
      readonly kind: 'tool-accepted';
      readonly name: string;
      readonly server: string;
      readonly accepted: string;
      readonly offered: string;
    };

/**
 * Returns what is needed, or undefined when exactly these consequences were agreed to.
 *
 * @param unshown What must not change either although no front shows it, for example the text of a file with secrets.
 */
export async function confirmationFor(
  consequences: readonly Consequence[],
  { confirm }: Given,
  unshown?: string,
): Promise<NeedsConfirmation | undefined> {
  const digest = await sha256Of(JSON.stringify(unshown === undefined ? consequences : { consequences, unshown }));
  return confirm === digest ? undefined : { needs: 'confirmation', digest, consequences };
}

export function isNeeds(outcome: object): outcome is Needs {
  return 'needs' in outcome;
}
