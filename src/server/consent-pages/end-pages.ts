/** The pages at the end of a consent, and of whatever went wrong. Each has a way on. */
import type { ConsentProof } from '../../records-of-callers.ts';
import type { Refusal } from '../../refusal.ts';
import { connectUrl } from '../../usecases/connect/hosted/addresses.ts';
import type { ConfirmationCodes } from '../../usecases/connect/hosted/confirmation-codes.ts';
import type { StoredConsent } from '../../usecases/connect/hosted/stored-consent.ts';
import { OPENER_SCRIPT } from './opener-script.ts';
import { type Html, html, type Page } from './page.ts';

/** The code for the opener, and six digits for a person. Without a script the digits are all there is. */
export function codePage({ id, pending }: StoredConsent, { code, digits }: ConfirmationCodes): Page {
  const { origin } = pending.consent.for;
  const { target } = pending.shown;
  const where = WHERE[pending.consent.verify];
  const attributes =
    origin === undefined ? '' : html` data-origin="${origin}" data-connect-id="${id}" data-code="${code}"`;
  return {
    status: 200,
    tone: 'calm',
    title: 'One step left',
    ...(origin !== undefined && { script: OPENER_SCRIPT }),
    content: html`<div id="confirm"${attributes}>
<p>Only if you began this yourself: type these digits ${where}. Give them to nobody.</p>
<output>${digits}</output>
<p>They are good for two minutes. Without them ${target} is not connected.</p>
${wayBack(pending.consent.for.returnTo)}
</div>
<p id="taken" hidden>The page where you began goes on. You can close this window.</p>`,
  };
}

const WHERE: Readonly<Record<ConsentProof, string>> = {
  opener: 'into the page where you began',
  'command-line': 'into the terminal where you began',
  'web-app': 'where you began',
  session: 'where you began',
  none: 'where you began',
};

/** How a consent has ended. */
export function endedPage({ id, status, pending }: StoredConsent): Page {
  const { outcome, shown, consent } = pending;
  const { returnTo } = consent.for;
  const back = wayBack(returnTo === undefined ? undefined : withConnectId(returnTo, id));
  const message = outcome?.message;
  if (status === 'connected') {
    return {
      status: 200,
      tone: 'good',
      title: 'Connected',
      content: html`<p>${message ?? `${shown.target} is connected. You can close this window.`}</p>${back}`,
    };
  }
  const titles = { declined: 'You declined', expired: 'That took too long' } as const;
  return {
    status: status === 'expired' ? 410 : 200,
    tone: status === 'declined' ? 'calm' : 'bad',
    title: status === 'declined' || status === 'expired' ? titles[status] : 'That did not work',
    content: html`<p>${shown.target} was not connected.</p>${message === undefined ? '' : html`<p>${message}</p>`}
<p>Go back to where you began, and connect again.</p>${back}`,
  };
}

/** The browser that is back is not the one that began, or has lost its cookie. */
export function otherBrowserPage({ id, pending }: StoredConsent, hasCookie: boolean, publicUrl: string): Page {
  const url = connectUrl(publicUrl, id);
  const why = hasCookie
    ? 'The link was opened again since, here or in another browser.'
    : 'This browser has no cookie of this consent. It was begun in another browser, or cookies are blocked.';
  return {
    status: 403,
    tone: 'bad',
    title: 'Open the link in the browser that started',
    content: html`<p>${why} Nothing was connected to ${pending.shown.target}.</p>
<p>Open this link there, or begin again here:</p>
<p><a href="${url}">${url}</a></p>`,
  };
}

/** A callback that no consent waits for. */
export function unknownPage(): Page {
  return {
    status: 400,
    tone: 'calm',
    title: 'Nothing waits for this',
    content: html`<p>This consent was finished already, was begun again elsewhere, or took too long.</p>
<p>If you did not finish, go back to where you began, and connect again.</p>`,
  };
}

export function refusalPage({ code, message, why, hint, details }: Refusal): Page {
  const isConnected = code === 'link-used' && details.status === 'connected';
  const advice = typeof hint === 'string' ? hint : 'Go back to where you began, and connect again.';
  return {
    status: STATUSES[code] ?? 424,
    tone: isConnected ? 'good' : 'bad',
    title: isConnected ? 'Connected' : 'That did not work',
    content: html`<p>${message}</p>${why === undefined ? '' : html`<p>${why}</p>`}<p>${advice}</p>`,
  };
}

const STATUSES: Readonly<Partial<Record<Refusal['code'], number>>> = {
  'not-found': 404,
  'link-used': 410,
  unauthenticated: 401,
  'input-invalid': 400,
  'state-busy': 503,
  'state-full': 503,
  'state-unreachable': 503,
};

export function methodPage(allow: string): Page {
  return {
    status: 405,
    tone: 'bad',
    title: 'Nothing to do here',
    content: html`<p>Open the link in a browser, and press its button.</p>`,
    headers: { allow },
  };
}

/** The address of somebody else, with the id of the consent. */
export function withConnectId(address: string, id: string): string {
  const url = new URL(address);
  url.searchParams.set('connect_id', id);
  return url.href;
}

function wayBack(returnTo: string | undefined): Html {
  return returnTo === undefined ? html`` : html`<p><a href="${returnTo}">Go back to ${new URL(returnTo).host}</a></p>`;
}
