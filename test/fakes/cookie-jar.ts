/** A browser without script: it follows redirects, and keeps cookies by host and port as browsers do by host. */
import { PEOPLE } from './authorization-server.ts';

export interface Opened {
  readonly status: number;
  readonly url: string;
  readonly text: string;
}

export interface CookieJar {
  open(
    url: string,
    init?: { readonly method?: string; readonly form?: Readonly<Record<string, string>> },
  ): Promise<Opened>;
}

const MOST_HOPS = 20;

export function cookieJar(): CookieJar {
  const cookies = new Map<string, string>();
  return {
    async open(url, { method = 'GET', form } = {}) {
      let [next, verb, body] = [url, method, form && new URLSearchParams(form)];
      for (let hop = 0; hop < MOST_HOPS; hop++) {
        const { host, origin } = new URL(next);
        const own = [...cookies].filter(([key]) => key.startsWith(`${host} `)).map(([, pair]) => pair);
        const response = await fetch(next, {
          method: verb,
          ...(body && { body }),
          redirect: 'manual',
          headers: { ...(own.length > 0 && { cookie: own.join('; ') }), ...(verb === 'POST' && { origin }) },
        });
        for (const set of response.headers.getSetCookie()) {
          const [pair = ''] = set.split(';');
          cookies.set(`${host} ${pair.split('=')[0]}`, pair);
        }
        const location = response.headers.get('location');
        if (location === null) return { status: response.status, url: next, text: await response.text() };
        next = new URL(location, next).href;
        verb = 'GET';
        body = undefined;
      }
      throw new Error(`More than ${MOST_HOPS} redirects.`);
    },
  };
}

/** Signs in at the authorization server of the fake world where it asks for that, and consents. */
export async function consentIn(browser: CookieJar, url: string, person = 'ada'): Promise<Opened> {
  let page = await browser.open(url, { method: 'POST' });
  for (let form = 0; form < 2 && page.text.includes('name="decision"'); form++) {
    const isLogin = page.text.includes('name="password"');
    const fields: Record<string, string> = isLogin
      ? { login: person, password: PEOPLE[person] ?? '', decision: 'sign-in' }
      : { decision: 'allow' };
    page = await browser.open(page.url, { method: 'POST', form: fields });
  }
  return page;
}
