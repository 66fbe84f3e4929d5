/** The page of a link: who connects what for which web app, and the button that begins. */
import type { ConsentHosts } from '../../usecases/connect/consent-host.ts';
import { connectUrl } from '../../usecases/connect/hosted/addresses.ts';
import type { ConsentView } from '../../usecases/connect/hosted/view-consent.ts';
import { type Html, html, type Page } from './page.ts';

export const REGISTER_AGAIN = 'register-again';

export function beginPage({ row, mayRegisterAgain }: ConsentView, publicUrl: string): Page {
  const { shown, hosts, consent } = row.pending;
  const { who, webApp, agent } = consent.for;
  const action = connectUrl(publicUrl, row.id);
  const page = new URL(consent.authorizationEndpoint).host;
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['Who', who ?? row.user],
    ['What', shown.host === '' ? shown.target : `${shown.target} (${shown.host})`],
    ['For', webApp?.name],
    ['Agent', agent],
    ['Consent at', page],
  ];
  const again = html`
<form method="post" action="${`${action}?${REGISTER_AGAIN}=yes`}">
<p>If ${page} showed an error about the client, mcpctl can register there again.</p>
<p><button class="second">Register again, and continue</button></p>
</form>`;
  return {
    status: 200,
    tone: 'calm',
    title: `Connect ${shown.target}?`,
    content: html`<p>You will be asked for your consent, and come back here. Go on only if you began this yourself.</p>
<dl>${facts.flatMap(([name, value]) => (value === undefined ? [] : html`<dt>${name}</dt><dd>${value}</dd>`))}</dl>
${hosts ? hostsWarning(hosts) : ''}
<form method="post" action="${action}">
<button>Continue to ${page}${hosts?.issuer ? ` instead of ${hosts.issuer}` : ''}</button>
</form>
${mayRegisterAgain ? again : ''}`,
  };
}

/** Where the authorization server of a server that goes on is another party's than the issuer's, with a link instead of a redirect. */
export function otherHostPage(hosts: ConsentHosts, authorizationUrl: string): Page {
  return {
    status: 200,
    tone: 'calm',
    title: 'One more consent',
    content: html`<p>The server wants you to consent at another place as well.</p>
${hostsWarning(hosts)}
<p><a class="button" href="${authorizationUrl}">Continue to ${hosts.page}</a></p>`,
  };
}

function hostsWarning({ page, issuer, token }: ConsentHosts): Html {
  return html`<p class="warning" role="alert">You will consent at <strong>${page}</strong>, ${
    issuer === undefined ? 'and' : html`although the server named <strong>${issuer}</strong>, and`
  } what you allow there goes to <strong>${token}</strong>. Go on only if you know that they belong together.</p>`;
}
