/**
 * An operation is one thing that the product can do, described once: who may do it, what it changes, where it is offered,
 * and how it runs. The command line and the HTTP API are both made from operations and know nothing of each other.
 */
import type { Subject } from '../identity/authorize.ts';
import type { Caller } from '../identity/caller.ts';
import type { Right } from '../identity/rights.ts';
import type { Given, Needs } from '../plan/needs.ts';
import type { Ports } from '../ports/index.ts';
import { userOf } from '../principal.ts';

/** What operations are about. */
export type Noun =
  | 'actor'
  | 'agent'
  | 'api-key'
  | 'app'
  | 'audit'
  | 'connection'
  | 'job'
  | 'person'
  | 'project'
  | 'provider'
  | 'server'
  | 'session'
  | 'ticket'
  | 'token'
  | 'web-app';

/** Decides what is audited, how it is limited, and how long it may take. */
export type Effect =
  | 'reads'
  | 'changes'
  /** It returns a secret, such as an access token. */
  | 'reads-secret'
  /** It sends requests to other hosts. */
  | 'goes-out';

/** Why something does not exist, as a sentence for the reference pages. */
export interface Reason {
  readonly not: string;
}

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With `{name}` for members of the input. */
  readonly path: `/${string}`;
}

/** The operation is for whoever has what the input holds: a ticket or a link that is good once. Nobody needs to be known. */
export type InputProves = 'a ticket' | 'a link';

export interface Operation<Input, Output extends object> {
  readonly name: `${Noun}.${string}`;
  /** Every operation names its right: one without a right does not compile. */
  readonly right: Right | InputProves;
  readonly subject: (input: Input) => Subject;
  readonly effect: Effect;
  /** JSON pointers to members of the input that a front seals as a `Secret` before anything looks at them. */
  readonly secrets: readonly `/${string}`[];
  readonly where: {
    /** The words after `mcpctl`. */
    readonly command: string | Reason;
    readonly route: Route | Reason;
    /** Whether the command line may run it against a server. */
    readonly remote: true | Reason;
  };
  /**
   * Runs the operation. It asks nobody, prints nothing and opens nothing: what is missing comes back as `Needs`, and the
   * same input with what was given goes on.
   * @throws Refusal whatever the world or our own policy refuses.
   */
  run(input: Input & Given, work: Work): Promise<Output | Needs>;
  /** Who has come in, where the input is what proved it: nobody was known before. */
  whoIn?(output: Output): { readonly project: string; readonly name: string };
  /** What `--json` prints and the API returns. It never holds a secret that was not asked for. */
  document(output: Output): object;
}

/** What an operation runs with. */
export interface Work {
  readonly caller: Caller;
  readonly ports: OperationPorts;
  /** Aborted by Ctrl-C, or when the connection of a request ends. */
  readonly signal: AbortSignal;
  /** Where people and backends reach the server: addresses that are shown begin with it. */
  readonly publicUrl?: string;
}

/**
 * No terminal, no browser and no files: whatever comes from those, a front reads before the operation runs. `redirects` is
 * here because a client registers with an address of this machine; a server has a redirect URI of its own.
 */
export type OperationPorts = Omit<Ports, 'files' | 'folders'>;

/** Whose state an operation reads and changes. */
export function scopeOf({ principal, project }: Caller): { readonly project: string; readonly user: string } {
  return { project, user: userOf(principal) };
}

/** The reason of operations whose route comes with the server. */
export const NO_ROUTE_YET: Reason = { not: 'The HTTP API does not offer it yet.' };
