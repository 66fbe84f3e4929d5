/** The frame of every page of a consent, and the headers that keep it from harm. */
import { PAGE_STYLE } from '../../page-style.ts';
import { printable } from '../../printable.ts';

/** Text that is HTML already. Everything else is escaped. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Part = Html | string | readonly Html[];

/** Escapes what is put in: names come from strangers, and so may have characters that nobody sees. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(strings.reduce((text, next, index) => `${text}${textOf(parts[index - 1] ?? '')}${next}`));
}

function textOf(part: Part): string {
  if (part instanceof Html) return part.text;
  return typeof part === 'string' ? escaped(printable(part)) : part.map(({ text }) => text).join('');
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

export interface Page {
  readonly status: number;
  readonly tone: 'good' | 'bad' | 'calm';
  readonly title: string;
  readonly content: Html;
  /** A script that the page may run. */
  readonly script?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const SHAPES: Readonly<Record<Page['tone'], Html>> = {
  good: new Html('<path d="M5 12.5l4.5 4.5L19 7.5"/>'),
  bad: new Html('<path d="M7 7l10 10M17 7L7 17"/>'),
  calm: new Html('<path d="M12 11v6M12 7v.01"/>'),
};

const STYLE = `${PAGE_STYLE}
dl { margin: 1.5rem 0; text-align: left; display: grid; grid-template-columns: max-content 1fr; gap: .35rem 1rem }
dt { color: var(--soft) } dd { margin: 0; overflow-wrap: anywhere }
form { margin-top: 1rem } p + p { margin-top: .75rem }
button, .button { display: block; width: 100%; padding: .7rem 1rem; border: 1px solid var(--calm); border-radius: .6rem; background: var(--calm); color: var(--card); font: inherit; font-weight: 600; text-align: center; text-decoration: none; cursor: pointer; overflow-wrap: anywhere }
button.second { background: none; color: var(--calm) }
a { color: var(--calm); overflow-wrap: anywhere }
.warning { margin: 1rem 0; padding: .75rem 1rem; border-radius: .6rem; background: var(--bad-soft); color: var(--bad); text-align: left; overflow-wrap: anywhere }
output { display: block; margin: 1rem 0; font: 600 2rem/1.2 ui-monospace, monospace; letter-spacing: .25em }
[hidden] { display: none }
`;

/**
 * There is no `form-action`: browsers apply it to every redirect after the POST, and so to the authorization server. There is no
 * opener policy: a page of the web app opened the window, and waits for it.
 */
export async function pageResponse({ status, tone, title, content, script, headers }: Page): Promise<Response> {
  const scripts = script === undefined ? '' : ` script-src '${await hashOf(script)}';`;
  const policy = `default-src 'none'; style-src '${await hashOf(STYLE)}';${scripts} frame-ancestors 'none'; base-uri 'none'`;
  const { text } = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} &middot; mcpctl</title>
<style>${new Html(STYLE)}</style>
</head>
<body>
<main class="${tone}">
<svg viewBox="0 0 24 24" aria-hidden="true">${SHAPES[tone]}</svg>
<h1>${title}</h1>
${content}
<footer>mcpctl</footer>
</main>
${script === undefined ? '' : new Html(`<script>${script}</script>`)}
</body>
</html>
`;
  return new Response(text, {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
      ...SAFE_HEADERS,
      ...headers,
    },
  });
}

export const SAFE_HEADERS = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const;

export function redirectResponse(location: string, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(null, { status: 303, headers: { location, ...SAFE_HEADERS, ...headers } });
}

async function hashOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return `sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}`;
}
