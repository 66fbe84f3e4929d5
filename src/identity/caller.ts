/** Who asks for something, and what that caller may do. */
import type { Right } from './rights.ts';

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
