/** Who asks for something, and what that caller may do. */
import { localPrincipal, type Principal } from '../principal.ts';
import { RIGHTS, type Right } from './rights.ts';

export interface Caller {
  readonly principal: Principal;
  readonly project: string;
  readonly rights: ReadonlySet<Right>;
  /** How the caller is called in the audit: `ada`, `key backend`, `alice (shop)`. */
  readonly name: string;
  /** The agents that it is limited to, by name. Absent: all of the project. */
  readonly agents?: ReadonlySet<string>;
  /** The web app whose end users it speaks for, or whose end user it is. */
  readonly webAppId?: string;
  /** The API key that it shows. */
  readonly keyId?: string;
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
  return { principal: localPrincipal(user), project, rights: new Set(RIGHTS), name: user };
}
