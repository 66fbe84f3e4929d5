/** One round of consent: the browser, a pasted address, or another device; ends with a token response. */
import { hint } from '../../next-step.ts';
import {
  type AuthorizationWish,
  authorizationRequest,
  authorizationUrl,
  pushAuthorizationRequest,
} from '../../oauth/authorization.ts';
import { validateAuthorizationResponse } from '../../oauth/authorization-response.ts';
import type { OAuthClient } from '../../oauth/client.ts';
import { exchangeCode } from '../../oauth/grants.ts';
import type { TokenResponse } from '../../oauth/token-response.ts';
import type { Fetch, RedirectListener } from '../../ports/index.ts';
import type { TerminalPorts } from '../../ports/person.ts';
import { Refusal } from '../../refusal.ts';
import type { PasteInput } from './paste.ts';

export type ConsentPorts = Pick<TerminalPorts, 'browser' | 'progress' | 'prompts'>;

export interface ConsentRound {
  readonly client: OAuthClient;
  /** Undefined where no metadata was read. */
  readonly issuer?: string;
  readonly authorizationEndpoint: string;
  readonly mustPush: boolean;
  readonly wish: AuthorizationWish;
  readonly listener: RedirectListener;
  readonly fetch: Fetch;
  /** `print` opens nothing. */
  readonly browser: 'open' | 'print';
  /** Where else the redirect may come from, beside the listener. */
  readonly paste?: PasteInput;
  readonly signal: AbortSignal;
}

/** Refuses what the authorization server refuses, `callback-timeout`, and `browser-failed` when nothing else is open. */
export async function askForConsent(round: ConsentRound, ports: ConsentPorts): Promise<TokenResponse> {
  const { client, wish, listener, fetch } = round;
  const request = await authorizationRequest(client.client.client_id, wish);
  const parameters = round.mustPush ? await pushAuthorizationRequest(client, request, fetch) : request.parameters;
  const url = authorizationUrl(round.authorizationEndpoint, parameters);
  const callback = await waitForCallback(url, request.state, round, ports);
  const valid = validateAuthorizationResponse(client, round.issuer, callback, request.state);
  ports.progress.step('Exchanging the code for tokens');
  return exchangeCode(
    client,
    valid,
    { redirectUri: listener.redirectUri, codeVerifier: request.codeVerifier, resource: wish.resources[0] },
    fetch,
  );
}

/** Listens first, opens then: the fastest browser finds somebody at home. */
async function waitForCallback(
  url: string,
  state: string,
  { listener, browser, paste, signal }: ConsentRound,
  ports: ConsentPorts,
): Promise<URLSearchParams> {
  const settled = new AbortController();
  const ways: Promise<URLSearchParams>[] = [listener.receive(state, AbortSignal.any([signal, settled.signal]))];
  if (!listener.sendOn(url)) ways.push(...show(url, listener, browser, ports));
  if (paste) ways.push(paste(state, settled.signal));
  for (const way of ways) way.catch(() => {});
  ports.progress.step('Waiting for you in the browser');
  try {
    return await Promise.race(ways);
  } finally {
    settled.abort();
  }
}

/** Puts the address before the person. What it returns only ever fails: that a browser has started says nothing yet. */
function show(
  url: string,
  listener: RedirectListener,
  browser: 'open' | 'print',
  { browser: opener, progress, prompts }: ConsentPorts,
): Promise<never>[] {
  const print = () => progress.warn(`Open this address in a browser:\n\n  ${url}\n`);
  const obstacle = browser === 'open' ? opener.obstacle : undefined;
  if (browser === 'print' || obstacle !== undefined) {
    if (obstacle) progress.note(`${obstacle} Use --paste to bring the answer back by hand, or --device.`);
    print();
    return [];
  }
  const start = listener.startUrl(url);
  progress.note(`Opening the browser. If nothing happens, open ${start}`);
  const forever = new Promise<never>(() => {});
  const opened = opener.open(start).then(
    () => forever,
    (thrown) => {
      // Somebody who sits there can open it by hand; nobody would wait in vain.
      if (!(thrown instanceof Refusal) || !prompts.allowed) throw thrown;
      progress.warn(`${thrown.message} ${thrown.why ?? ''}`);
      print();
      return forever;
    },
  );
  return [opened];
}

export function callbackTimeout(seconds: number, name: string): Refusal {
  return new Refusal('callback-timeout', {
    what: `Nobody came back from the browser within ${seconds} seconds.`,
    hint: hint`Try again with more time: ${{ do: 'connect', target: name, timeout: seconds * 2 }}`,
  });
}
