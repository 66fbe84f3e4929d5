/**
 * Whether a text is an address of the web as it stands. URL parsers repair much (tabs and line breaks inside, `\\` for
 * `/`, missing slashes, blanks around): what has to be repaired is not one. Whether it may be asked, the network decides.
 */
export function isWebAddress(text: string): boolean {
  return RFC3986.test(text) && URL.canParse(text);
}

/** A path without the slashes at its end, in linear time: `/\/+$/` needs seconds for sixty thousand of them. */
export function withoutTrailingSlashes(path: string): string {
  let end = path.length;
  while (path[end - 1] === '/') end -= 1;
  return path.slice(0, end);
}

/** `http` or `https`, two slashes, and nothing but characters that RFC 3986 has. */
const RFC3986 = /^https?:\/\/[\w.~!$&'()*+,;=:@%[\]-]+[\w.~!$&'()*+,;=:@%[\]/?#-]*$/i;
