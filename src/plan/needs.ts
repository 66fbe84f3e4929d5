/**
 * What a use case still needs before it can go on. A use case asks nobody: it returns this value, a front shows it (a
 * prompt at a terminal, a status and a body over HTTP), and runs the use case again with what was given.
 */
import type { Secret } from '../secret.ts';
import type { Plan, Question } from './plan.ts';

export type Needs =
  | { readonly needs: 'answers'; readonly questions: readonly Question[]; readonly plan: Plan }
  | {
      readonly needs: 'confirmation';
      /** Names exactly what was shown. Whoever agrees gives it back as `confirm`. */
      readonly digest: string;
      readonly consequences: readonly Consequence[];
    };

/** What a front adds when it runs a use case again. */
export interface Given {
  readonly answers?: {
    readonly values: ReadonlyMap<string, string>;
    readonly secrets: ReadonlyMap<string, Secret>;
  };
  /** The digest of the consequences that a person has agreed to. */
  readonly confirm?: string;
}

/** What will happen and cannot be undone, or goes to somebody else. Data only: a front finds the words. */
export type Consequence =
  | { readonly kind: 'plan-applied'; readonly plan: Plan }
  | { readonly kind: 'server-updated' | 'server-deleted' | 'provider-deleted'; readonly name: string }
  | { readonly kind: 'provider-updated'; readonly name: string; readonly changes: readonly string[] }
  | { readonly kind: 'connections-ended'; readonly of: string; readonly users: readonly string[] }
  /** A file of an MCP client, before and after. It may hold secrets: a front shows it redacted. */
  | { readonly kind: 'file-changed'; readonly path: string; readonly before: string; readonly after: string }
  | { readonly kind: 'servers-taken-out'; readonly path: string; readonly entries: string }
  | { readonly kind: 'tool-accepted'; readonly name: string; readonly accepted: string; readonly offered: string };

/** Returns what is needed, or undefined when exactly these consequences were agreed to. */
export async function confirmationFor(
  consequences: readonly Consequence[],
  { confirm }: Given,
): Promise<Needs | undefined> {
  const digest = await digestOf(consequences);
  return confirm === digest ? undefined : { needs: 'confirmation', digest, consequences };
}

export function isNeeds(outcome: object): outcome is Needs {
  return 'needs' in outcome;
}

/** SHA-256 of the JSON text, in hexadecimal. */
async function digestOf(shown: unknown): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(JSON.stringify(shown))));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
