/** How rules look at a URL: as WHATWG parses it, with the placeholders of a template filled in. */
import type { PlacedText, Subject } from './subject.ts';

export interface PlacedUrl extends PlacedText {
  /** The text with a letter in place of every placeholder. */
  readonly filled: string;
  /** `undefined` when the text is no absolute URL. */
  readonly url: URL | undefined;
}

/** An address without anything that a rule could find: most are, and need not be parsed. */
const PLAIN = /^https:\/\/(?:[a-z\d](?:[a-z\d-]{0,62}))(?:\.[a-z\d-]{1,63})*\.[a-z]{2,24}(?:\/[\w-][\w.-]*)*\/?$/;

/** `{{studio}}` and `${buildId}`. */
const PLACEHOLDER = /\{\{[^{}]{0,100}\}\}|\$\{[^{}]{0,100}\}/g;

/** The URLs that a rule may have something to say about. Where a placeholder stands for the scheme, nobody can tell. */
export function* questionableUrls({ urls }: Subject): Iterable<PlacedUrl> {
  for (const { text, path } of urls) {
    if ((PLAIN.test(text) && !text.includes('/xn--')) || /^(?:\{\{|\$\{)/.test(text)) continue;
    const filled = text.replace(PLACEHOLDER, 'x');
    yield { text, path, filled, url: parsed(filled) };
  }
}

function parsed(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

export function isHttp({ protocol }: URL): boolean {
  return protocol === 'https:' || protocol === 'http:';
}

/** Loopback: the only host that plain http may lead to. */
export function isLoopback({ hostname }: URL): boolean {
  return hostname === '[::1]' || /^(?:127(?:\.\d+){3}|(?:.+\.)?localhost)$/.test(hostname);
}

/** The normal form, without the slash that parsing adds to a bare origin. */
export function normalForm(url: URL): string {
  const isBareOrigin = url.pathname === '/' && url.search === '' && url.hash === '' && isHttp(url);
  return isBareOrigin ? url.href.replace(/\/(?=[?#]?$)/, '') : url.href;
}
