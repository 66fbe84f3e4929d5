/** The pages that the browser shows at the end of a consent. They are constant: nothing of the request is in them. */
import { createHash } from 'node:crypto';
import { PAGE_STYLE } from '../page-style.ts';

export type PageName = 'connected' | 'failed' | 'waiting' | 'used' | 'unexpected';

interface Page {
  readonly tone: 'good' | 'bad' | 'calm';
  readonly title: string;
  readonly text: string;
}

const PAGES: Readonly<Record<PageName, Page>> = {
  connected: {
    tone: 'good',
    title: 'Connected',
    text: 'mcpctl has what it needs, and the server accepts it. You can close this tab and go back to your terminal.',
  },
  failed: {
    tone: 'bad',
    title: 'That did not work',
    text: 'Nothing was connected. Your terminal says why, and what to do next. You can close this tab.',
  },
  waiting: {
    tone: 'calm',
    title: 'Still checking',
    text: 'The server takes its time. Your terminal will say how it ends. You can close this tab.',
  },
  used: {
    tone: 'calm',
    title: 'This page was used already',
    text: 'Each sign-in has its own link. If you did not finish, run the command again in your terminal.',
  },
  unexpected: {
    tone: 'calm',
    title: 'Nothing to do here',
    text: 'This request does not belong to a sign-in that mcpctl started. You can close this tab.',
  },
};

const SHAPES: Readonly<Record<Page['tone'], string>> = {
  good: '<path d="M5 12.5l4.5 4.5L19 7.5"/>',
  bad: '<path d="M7 7l10 10M17 7L7 17"/>',
  calm: '<path d="M12 11v6M12 7v.01"/>',
};

const STYLE_HASH = createHash('sha256').update(PAGE_STYLE).digest('base64');

/** The headers of every page: no script runs, nothing is loaded or cached, and the next site learns no referrer. */
export const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`,
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
} as const;

export function page(name: PageName): string {
  const { tone, title, text } = PAGES[name];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · mcpctl</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<main class="${tone}">
<svg viewBox="0 0 24 24" aria-hidden="true">${SHAPES[tone]}</svg>
<h1>${title}</h1>
<p>${text}</p>
<footer>mcpctl, on this computer</footer>
</main>
</body>
</html>
`;
}
