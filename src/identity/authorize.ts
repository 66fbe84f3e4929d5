/** Whether a caller may do something. Default deny: whatever the table of roles does not allow is refused. */
import type { Caller } from './caller.ts';
import type { Right } from './rights.ts';

/** What the right of an operation is asked about. Its project is always the caller's own. */
export type Subject =
  | { readonly kind: 'project' }
  /** By its name or, in the API, by its id. */
  | { readonly kind: 'agent'; readonly name: string }
  /** The accounts of the caller itself. */
  | { readonly kind: 'own-connections' }
  /** The end users of the caller's web app; for a person, those of the web app that it names. */
  | { readonly kind: 'end-users' };

export type Verdict =
  | 'allowed'
  /** The caller lacks the right. */
  | 'right-missing'
  /** The caller may not know that there is such a thing. */
  | 'invisible';

export function verdictOn(caller: Caller, right: Right, subject: Subject): Verdict {
  if (!caller.rights.has(right)) return 'right-missing';
  if (subject.kind === 'agent' && !knowsAgent(caller, subject.name)) return 'invisible';
  return 'allowed';
}

/** Whether a caller may know that there is an agent of this name. */
export function knowsAgent({ agents }: Pick<Caller, 'agents'>, name: string): boolean {
  return agents === undefined || agents.has(name);
}

/** The agents whose tools a caller may call, by name; undefined for all of its project. */
export function callableAgents({ rights, agents, agentsGiven }: Caller): ReadonlySet<string> | undefined {
  return rights.has('tools.call') ? (agentsGiven ?? agents) : new Set();
}

/**
 * Whether a page of this origin may use a session (RFC 6454). Who sends no `Origin` is no page: a backend, or a test. A
 * session without an origin is for no page at all.
 */
export function allowsOrigin(session: { readonly origin?: string }, origin: string | undefined): boolean {
  return origin === undefined || origin === session.origin;
}
