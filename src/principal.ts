/**
 * Who accounts belong to. The issuer says who vouches for the subject; `local` is this machine, where the subject is the
 * name of a user.
 */

export interface Principal {
  readonly issuer: string;
  readonly subject: string;
}

declare const principalId: unique symbol;
/**
 * The key of a principal. It follows from issuer and subject alone, and secrets are sealed for it: who renames a row of
 * the database gives nobody the secrets of another.
 */
export type PrincipalId = string & { readonly [principalId]: true };

/** An encoded issuer has no colon, so two principals never have the same id. */
export function idOfPrincipal({ issuer, subject }: Principal): PrincipalId {
  return `${encodeURIComponent(issuer)}:${subject}` as PrincipalId;
}

export function localPrincipal(user: string): Principal {
  return { issuer: 'local', subject: user };
}

/** The user of this machine whose principal this is. */
export function userOfPrincipal(id: string): string {
  return id.slice(id.indexOf(':') + 1);
}
