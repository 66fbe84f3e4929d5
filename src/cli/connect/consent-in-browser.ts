/** The consent channel of the command line: a browser, our loopback listener, and a pasted address. */
import { hint } from '../../next-step.ts';
import type { RedirectListener } from '../../ports/index.ts';
import type { TerminalPorts } from '../../ports/person.ts';
import { Refusal } from '../../refusal.ts';
import type { OpenConsentChannel, PresentedAuthorization } from '../../usecases/connect/consent-channel.ts';
import type { Output } from '../output.ts';
import { redirectQuery } from './pasted-redirect.ts';

export interface BrowserConsentOptions {
  /** Whether to start a browser. Otherwise the address is shown. */
  readonly opens: boolean;
  /** Whether to take the redirect as text too. */
  readonly pastes: boolean;
}

interface BrowserConsentPorts
  extends Pick<TerminalPorts, 'redirects' | 'browser' | 'progress' | 'prompts' | 'references' | 'clock'> {
  readonly output: Pick<Output, 'warn'>;
}

/** In milliseconds. A person who reads what is asked needs less. */
const LONG_SILENCE = 60_000;

export function consentInBrowser(options: BrowserConsentOptions, ports: BrowserConsentPorts): OpenConsentChannel {
  return async (address) => {
    const listener = await ports.redirects.listen(address);
    return {
      redirectUri: listener.redirectUri,
      misused: listener.misused,
      ask: (authorization, signal) => receive(authorization, signal, { ...options, ...ports, listener }),
      async close(verdict) {
        await listener.conclude(verdict);
        await listener.close();
      },
    };
  };
}

const WAITING = 'Waiting for you in the browser';

type Way = BrowserConsentOptions & BrowserConsentPorts & { readonly listener: RedirectListener };

/** Listens before it shows the address, so that the fastest browser is heard. The first response counts. */
async function receive(
  { authorizationUrl, state, advice }: PresentedAuthorization,
  signal: AbortSignal,
  way: Way,
): Promise<URLSearchParams> {
  const { listener } = way;
  const over = new AbortController();
  const abort = () => over.abort(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  const responses = [listener.receive(state, over.signal)];
  if (!listener.sendOn(authorizationUrl)) responses.push(show(authorizationUrl, way));
  if (way.pastes) responses.push(paste(state, over.signal, way));
  for (const response of responses) response.catch(() => {});
  way.progress.step(WAITING);
  const silence = way.clock.timer(LONG_SILENCE, () => {
    way.progress.done();
    way.output.warn(hint`Nothing has come back for a minute. ${advice}`);
    way.progress.step(WAITING);
  });
  try {
    return await Promise.race(responses);
  } finally {
    silence.stop();
    signal.removeEventListener('abort', abort);
    over.abort();
  }
}

/** Opens a browser, or shows the address. Never resolves, since a browser that has started is no response yet. */
async function show(url: string, { listener, opens, browser, progress, prompts }: Way): Promise<never> {
  const print = () => progress.warn(`Open this address in a browser:\n\n  ${url}\n`);
  const obstacle = opens ? browser.obstacle : undefined;
  if (!opens || obstacle !== undefined) {
    if (obstacle) progress.note(`${obstacle} Use --paste to bring the answer back by hand, or --device.`);
    print();
    return forever();
  }
  const start = listener.startUrl(url);
  progress.note(`Opening the browser. If nothing happens, open ${start}`);
  try {
    await browser.open(start);
  } catch (thrown) {
    // At a terminal a person can open the address. Without one, nobody would, and we would wait in vain.
    if (!(thrown instanceof Refusal) || !prompts.allowed) throw thrown;
    progress.warn(`${thrown.message} ${thrown.why ?? ''}`);
    print();
  }
  return forever();
}

const forever = () => new Promise<never>(() => {});

/** Asks on a terminal. Without one, the address is the whole of standard input. */
async function paste(state: string, signal: AbortSignal, { prompts, references }: Way): Promise<URLSearchParams> {
  if (!prompts.allowed) return redirectQuery((await references.resolve('-')).reveal(), state);
  const message = 'Or paste the address that the browser ends on';
  return redirectQuery(await prompts.text({ message, signal }), state);
}
