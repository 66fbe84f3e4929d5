/** Signing in and giving consent: what happens between oidc-provider's redirects. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Interaction, Provider } from 'oidc-provider';
import { formOf } from './http.ts';
import { consentPage, loginPage } from './login-pages.ts';

export function interactions(provider: Provider, people: Readonly<Record<string, string>>) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const interaction = await provider.interactionDetails(request, response);
    if (request.method !== 'POST') return show(response, pageOf(interaction));
    const form = await formOf(request);
    if (form.get('decision') === 'deny') {
      const result = { error: 'access_denied', error_description: 'The person said no.' };
      return provider.interactionFinished(request, response, result);
    }
    if (interaction.prompt.name === 'consent') {
      const result = { consent: { grantId: await grant(provider, interaction) } };
      return provider.interactionFinished(request, response, result, { mergeWithLastSubmission: true });
    }
    const login = form.get('login') ?? '';
    if (!Object.hasOwn(people, login) || people[login] !== form.get('password')) {
      return show(response, loginPage({ failed: true }));
    }
    return provider.interactionFinished(request, response, { login: { accountId: login } });
  };
}

function pageOf({ prompt, params }: Interaction): string {
  if (prompt.name !== 'consent') return loginPage({ failed: false });
  const { missingOIDCScope = [], missingResourceScopes = {} } = prompt.details;
  const scopes = { ...(missingOIDCScope.length > 0 && { '': missingOIDCScope }), ...missingResourceScopes };
  return consentPage({ client: String(params.client_id), scopes });
}

/** Grants all that is asked for; returns the id of the grant. */
async function grant(provider: Provider, { grantId, session, params, prompt }: Interaction): Promise<string> {
  const known = grantId === undefined ? undefined : await provider.Grant.find(grantId);
  const granted =
    known ?? new provider.Grant({ accountId: session?.accountId ?? '', clientId: String(params.client_id) });
  const { missingOIDCScope, missingOIDCClaims, missingResourceScopes } = prompt.details;
  if (missingOIDCScope) granted.addOIDCScope(missingOIDCScope.join(' '));
  if (missingOIDCClaims) granted.addOIDCClaims(missingOIDCClaims);
  for (const [resource, scopes] of Object.entries(missingResourceScopes ?? {})) {
    granted.addResourceScope(resource, scopes.join(' '));
  }
  return granted.save();
}

function show(response: ServerResponse, html: string): void {
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }).end(html);
}
