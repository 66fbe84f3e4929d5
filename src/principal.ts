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

/** Who called with this API key, when it acts for itself. */
export function keyPrincipal(keyId: string): Principal {
  return { issuer: 'key', subject: keyId };
}

/** An end user of a web app. The id of the web app is never used again, so a new one of its name has new end users. */
export function endUserPrincipal(webAppId: string, actorId: string): Principal {
  return { issuer: `web-app/${webAppId}`, subject: actorId };
}

/** The id of the web app that vouches for this principal; undefined for every other. */
export function webAppOf({ issuer }: Principal): string | undefined {
  return issuer.startsWith('web-app/') ? issuer.slice('web-app/'.length) : undefined;
}

/**
 * The text that names a principal where records and use cases say `user`: a person of this machine by its name alone, as
 * `--user` gives it, and everybody else by `@` and the id.
 */
export function userOf(principal: Principal): string {
  return principal.issuer === 'local' ? principal.subject : `@${idOfPrincipal(principal)}`;
}

/** Whether the text names somebody who is no user of this machine. `--user` refuses such a name. */
export function isForeignUser(user: string): boolean {
  return FOREIGN.test(user);
}

export function principalOf(user: string): Principal {
  const [, issuer, subject] = FOREIGN.exec(user) ?? [];
  if (issuer === undefined || subject === undefined) return localPrincipal(user);
  return { issuer: decodeURIComponent(issuer), subject };
}

const FOREIGN = /^@(key|web-app%2F[\w-]+):(.+)$/s;

/** The text `user` of the principal with this id. */
export function userOfPrincipal(id: string): string {
  const local = /^local:(.*)$/s.exec(id)?.[1];
  return local ?? `@${id}`;
}

/** How somebody is called where people read it: by the name at its issuer. */
export function nameOfUser(user: string): string {
  return principalOf(user).subject;
}
