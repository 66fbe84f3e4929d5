#!/usr/bin/env node
// A browser that is an HTTP client: follows redirects, keeps cookies, signs in and gives consent.
//   node browser.mjs [--as NAME --password PASSWORD] [--deny] [--stop-at PATH] URL
// Ends when it arrived at a page without a form, and prints that page; or at a redirect to PATH, and prints that.
const args = process.argv.slice(2);
const url = args.at(-1);
const login = option('--as') ?? 'ada';
const password = option('--password') ?? 'analytical-engine';
const stopAt = option('--stop-at');
const cookies = new Map();

let response = await visit(url);
for (let pages = 0; pages < 10; pages++) {
  const html = await response.text();
  const form = formOf(html, response.url);
  if (!form) {
    process.stdout.write(html);
    process.exit(0);
  }
  response = await visit(form.action, { method: 'POST', body: new URLSearchParams(filled(form)) });
}
throw new Error('Too many pages.');

function option(flag) {
  const index = args.indexOf(flag);
  return index === -1 ? undefined : args[index + 1];
}

/** GET, or POST once, and whatever redirects follow. */
async function visit(address, request = {}) {
  let next = { address: new URL(address), request };
  for (let hops = 0; hops < 20; hops++) {
    const { origin } = next.address;
    const jar = cookies.get(origin) ?? new Map();
    const headers = { accept: 'text/html', cookie: [...jar].map((pair) => pair.join('=')).join('; ') };
    const answer = await fetch(next.address, { ...next.request, headers, redirect: 'manual' });
    for (const cookie of answer.headers.getSetCookie()) {
      const [pair] = cookie.split(';');
      const at = pair.indexOf('=');
      jar.set(pair.slice(0, at), pair.slice(at + 1));
    }
    cookies.set(origin, jar);
    const location = answer.headers.get('location');
    if (answer.status < 300 || answer.status >= 400 || !location) return answer;
    next = { address: new URL(location, next.address), request: {} };
    if (next.address.pathname === stopAt) {
      process.stdout.write(next.address.href);
      process.exit(0);
    }
  }
  throw new Error('Too many redirects.');
}

function formOf(html, address) {
  const [form] = html.match(/<form[\s\S]*?<\/form>/) ?? [];
  if (!form) return undefined;
  const action = /<form[^>]*\saction="([^"]*)"/.exec(form)?.[1] ?? address;
  const fields = [...form.matchAll(/<(?:input|button)[^>]*\sname="([^"]*)"(?:[^>]*\svalue="([^"]*)")?/g)];
  return { action: new URL(action, address), fields: fields.map(([, key, value = '']) => ({ key, value })) };
}

/** What a person would enter, and the button they would press. */
function filled({ fields }) {
  const decision = args.includes('--deny') ? 'deny' : fields.find(({ key }) => key === 'decision')?.value;
  const entered = { login, password, decision };
  return fields
    .filter(({ key, value }) => key !== 'decision' || value === decision)
    .map(({ key, value }) => [key, entered[key] ?? value]);
}
