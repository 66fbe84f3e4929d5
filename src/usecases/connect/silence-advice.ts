/** What a person can do when the browser does not come back: the server may have shown an error page of its own. Pure. */
import { type Hint, hint } from '../../next-step.ts';
import { REDIRECT_URI } from '../../plan/provider.ts';
import type { Provider } from '../../records.ts';

/**
 * A server does not redirect an error about the client or its redirect URI (RFC 6749, section 4.1.2.1). Some show errors about
 * `resource` (RFC 8707) in the same way.
 */
export function silenceAdvice(
  name: string,
  { provider, redirectUri }: { readonly provider: Provider; readonly redirectUri: string },
): Hint {
  const resource =
    provider.resourceParameter === 'send'
      ? hint`\n- about "resource" (Microsoft Entra: AADSTS901002, AADSTS9010010): ${{ do: 'give', field: 'auth_param', value: 'resource=' }}`
      : '';
  const host = new URL(redirectUri).hostname === 'localhost' ? '127.0.0.1' : 'localhost';
  const address =
    provider.registration === undefined ? `${REDIRECT_URI} with any port, here ${redirectUri}` : redirectUri;
  return hint`Look at the browser. If it shows an error of the server, end this and connect ${name} again, when it is${resource}
- about the client, or its id: ${{ do: 'give', field: 'client_id' }}
- about the redirect URI: register ${address} for the client, or use ${{ do: 'give', field: 'redirect_host', value: host }}`;
}
