/** Which changes of a server end the consents that were given for it. Pure. */
import type { McpServer } from '../../manifest/types.ts';
import type { ServerWithProvider } from './draft.ts';

/** Whether more changes than what can be changed under a consent that was given: its scopes, and our headers. */
export function isOtherConsent(before: McpServer, after: McpServer): boolean {
  const heart = ({ config: { endpoint, auth } }: McpServer) =>
    JSON.stringify([endpoint, Object.entries({ ...auth, scopes: null }).sort()]);
  return heart(before) !== heart(after);
}

export function isSameConsent(before: ServerWithProvider, after: ServerWithProvider): boolean {
  const [old, next] = [before.provider, after.provider];
  return (
    before.server.url === after.server.url &&
    before.server.resource === after.server.resource &&
    old?.clientId === next?.clientId &&
    old?.issuer === next?.issuer &&
    old?.endpoints.token?.value === next?.endpoints.token?.value
  );
}
