/** Who asks for something, and what that caller may do. */
import { localPrincipal, type Principal } from '../principal.ts';
import { RIGHTS, type Right } from './rights.ts';

export interface Caller {
  readonly principal: Principal;
  readonly project: string;
  readonly rights: ReadonlySet<Right>;
  /** How the caller is called in the audit: `ada`, `key backend`, `alice (shop)`. */
  readonly name: string;
  /** The agents that it may know of, by name. Absent: all of the project. */
  readonly agents?: ReadonlySet<string>;
  /** The agents whose tools it may call, where these are fewer than those that it may know of (`callableAgents`). */
  readonly agentsGiven?: ReadonlySet<string>;
  /**
   * The web app whose end users it speaks for, or whose end user it is. Absent for people: where they may speak for end
   * users, those of any web app of the project.
   */
  readonly webAppId?: string;
  /** The API key that it shows. */
  readonly keyId?: string;
  /** Set for whoever holds the master key, and so reaches every project. */
  readonly isOperator?: true;
  /** What it has shown, so that a long request can ask later whether it is still good (`callerStillGood`). */
  readonly proof?: { readonly kind: 'api-key' | 'session' | 'end-user-token' | 'login'; readonly hash: string };
  /** Set for a browser of an end user. */
  readonly session?: CallerSession;
}

/** What the ticket of a session said. */
export interface CallerSession {
  /** SHA-256 of the session token. */
  readonly hash: string;
  readonly origin?: string;
  readonly verify: 'opener' | 'web-app';
  readonly expiresAt: number;
}

/** The person at this machine, who owns its state and so may do everything. */
export function localCaller({ project, user }: { readonly project: string; readonly user: string }): Caller {
  return { principal: localPrincipal(user), project, rights: new Set(RIGHTS), name: user, isOperator: true };
}

/** Nobody: for what a ticket or a link in the input proves. */
export const ANONYMOUS: Caller = {
  principal: { issuer: 'none', subject: '' },
  project: '',
  rights: new Set(),
  name: 'nobody',
};
