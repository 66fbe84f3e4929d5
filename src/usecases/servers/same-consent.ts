/** Which changes of a server end the consents that were given for it. Pure. */
import { type Addresses, addressesOf, ends } from '../../plan/ending-secrets.ts';
import type { Change } from '../../plan/plan.ts';
import type { ServerWithProvider } from './draft.ts';
import type { ServerSettings } from './settings.ts';

/** The changes that a consent does not survive: any but those of scopes and of headers. */
export function consentChanges(before: ServerSettings, after: ServerSettings): Change[] {
  const [old, next] = [consentFields(before), consentFields(after)];
  return [...new Set([...old.keys(), ...next.keys()])].flatMap((field) => {
    const [from = null, to = null] = [old.get(field), next.get(field)];
    return from === to ? [] : [{ field, from, to }];
  });
}

/** A secret counts as another one when it is given anew. */
function consentFields({ config: { endpoint, auth } }: ServerSettings): Map<string, string> {
  const { scopes: _scopes, ...fields } = auth ?? {};
  const given = Object.entries({ endpoint, ...fields }).filter(([, value]) => value !== undefined);
  return new Map(given.map(([field, value]) => [field, String(value)]));
}

export function isSameConsent(before: ServerWithProvider, after: ServerWithProvider): boolean {
  return !ends('server_consent', of(before), of(after));
}

function of({ server: { url, resource }, provider }: ServerWithProvider): Addresses {
  return addressesOf(provider, { url, resource });
}
