import { canParseUrl } from '../can-parse-url.ts';
import { quote } from '../manifest/quote.ts';
import type { Rule } from './rule.ts';
import { isHttp, normalForm, type UrlWithPath } from './url.ts';

export const urlInvalid: Rule = {
  code: 'url-invalid',
  severity: 'error',
  each: 'url',
  check(placed, report) {
    const fault = faultOf(placed);
    if (fault) report({ place: { path: placed.path }, ...fault });
  },
};

function faultOf({ text, filled, url }: UrlWithPath): { message: string; hint: string } | undefined {
  if (!url) {
    const guess = `https://${filled.replace(/^\/+/, '')}`;
    const isHost = /^(?:\/\/)?[\w-]+(?:\.[\w-]+)+(?:[/:?]|$)/.test(filled) && canParseUrl(guess);
    return {
      message: `${quote(text)} is not an absolute URL.`,
      hint: isHost
        ? `Write ${quote(`https://${text.replace(/^\/+/, '')}`)}.`
        : 'Write the whole address, such as https://mcp.example.com/v1',
    };
  }
  if (!isHttp(url)) {
    return { message: `${quote(text)} is not an http address.`, hint: 'Use an https URL.' };
  }
  if (text.includes('$')) {
    return {
      message: `${quote(text)} has a $.`,
      hint: 'Clients put a variable of the environment in its place. Write the address without it, or %24 for the character.',
    };
  }
  if (url.username !== '' || url.password !== '') return undefined;
  const written = withAsciiHost(filled, url);
  if (!RFC_3986.test(written) && (written === url.href || written === normalForm(url))) {
    return {
      message: `${quote(text)} has a character that no URL has.`,
      hint: 'Write it with a percent sign, such as %7B for {. RFC 3986 has the list.',
    };
  }
  if (written === url.href || written === normalForm(url)) return undefined;
  const hasPlaceholder = filled !== text;
  return {
    message: `${quote(text)} is not in its normal form.`,
    hint: hasPlaceholder
      ? 'Parsers would read it differently: check case, slashes and spaces.'
      : `Write ${quote(normalForm(url))}.`,
  };
}

/** Scheme, host with port, and what follows. Two other rules are about user information and fragments. */
const RFC_3986 =
  /^https?:\/\/(?:\[[\da-f:.]+\]|[\w.~!&'()*+,;=-]|%[\da-f]{2})+(?::\d*)?(?:[\w.~!&'()*+,;=:@/?#-]|%[\da-f]{2})*$/i;

/** Another rule checks international hosts. Here such a host counts as its ASCII form. */
function withAsciiHost(text: string, url: URL): string {
  if (!/(?:^|\.)xn--/.test(url.hostname)) return text;
  return text.replace(/^(https?:\/\/)[^/?#:]*/, `$1${url.hostname}`);
}
