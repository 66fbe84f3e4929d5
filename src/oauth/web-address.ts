import { canParseUrl } from '../can-parse-url.ts';

/**
 * Whether a text is a web address as it is written. URL parsers repair much (tabs and line breaks inside, `\\` for `/`,
 * missing slashes, surrounding blanks); a text that needs repair is not one. The network decides whether it may be
 * requested.
 */
export function isWebAddress(text: string): boolean {
  return RFC3986.test(text) && canParseUrl(text);
}

/** Removes the slashes at the end of a path in linear time: `/\/+$/` needs seconds for sixty thousand of them. */
export function withoutTrailingSlashes(path: string): string {
  let end = path.length;
  while (path[end - 1] === '/') end -= 1;
  return path.slice(0, end);
}

/** `http` or `https`, two slashes, and only characters of RFC 3986. */
const RFC3986 = /^https?:\/\/[\w.~!$&'()*+,;=:@%[\]-]+[\w.~!$&'()*+,;=:@%[\]/?#-]*$/i;
