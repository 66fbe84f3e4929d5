/** What proves that whoever finishes a consent is who began it, by how it began. Pure. */
import type { Caller } from '../../../identity/caller.ts';
import type { ConsentProof, WebApp } from '../../../records-of-callers.ts';

/** Where a person sits who has no session of an end user and no API key. */
export type PersonAt = 'console' | 'command-line';

export const UNPROVEN =
  'Nobody checks that the browser which consents is the one of your user: your backend vouches for it. Give the web app a verify_url to check it yourself.';

/** Returns the proof, and a warning where there is none. */
export function proofOf(
  { session, keyId }: Pick<Caller, 'session' | 'keyId'>,
  { webApp, at }: { readonly webApp?: Pick<WebApp, 'verifyUrl'>; readonly at: PersonAt },
): { readonly verify: ConsentProof; readonly warning?: string } {
  if (session) return { verify: session.verify };
  if (keyId !== undefined) {
    return webApp?.verifyUrl === undefined ? { verify: 'none', warning: UNPROVEN } : { verify: 'web-app' };
  }
  return { verify: at === 'console' ? 'session' : 'command-line' };
}
