/** Who asks for something, and what that caller may do. */
import { RIGHTS, type Right } from './rights.ts';

/** Somebody with accounts of its own. The issuer says who vouches for the subject; `local` is this machine. */
export interface Principal {
  readonly issuer: string;
  readonly subject: string;
}

export interface Caller {
  readonly principal: Principal;
  readonly project: string;
  readonly rights: ReadonlySet<Right>;
}

/** The person at this machine, who owns its state and so may do everything. */
export function localCaller({ project, user }: { readonly project: string; readonly user: string }): Caller {
  return { principal: { issuer: 'local', subject: user }, project, rights: new Set(RIGHTS) };
}
