/** Who asks for something, and what that caller may do. */
import { localPrincipal, type Principal } from '../principal.ts';
import { RIGHTS, type Right } from './rights.ts';

export interface Caller {
  readonly principal: Principal;
  readonly project: string;
  readonly rights: ReadonlySet<Right>;
}

/** The person at this machine, who owns its state and so may do everything. */
export function localCaller({ project, user }: { readonly project: string; readonly user: string }): Caller {
  return { principal: localPrincipal(user), project, rights: new Set(RIGHTS) };
}
