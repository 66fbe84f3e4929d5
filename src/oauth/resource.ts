/** The resource of a token: RFC 8707, and RFC 9728, section 3.3, as MCP extends it to parent paths. */
import { canParseUrl } from '../can-parse-url.ts';
import { withoutTrailingSlashes } from './web-address.ts';

/** Whether tokens for the resource are good for more than the server: it is a parent path of the server's URL. */
export function isWider(resource: string, url: string): boolean {
  if (!canParseUrl(resource) || !canParseUrl(url)) return false;
  const [one, other] = [resource, url].map((each) => withoutTrailingSlashes(new URL(each).pathname));
  return one !== other && covers(resource, url);
}

/**
 * Whether a resource is the URL of the server, or a parent path of it on the same origin. Other identifiers must be
 * equal.
 */
export function covers(resource: string, url: string): boolean {
  if (!canParseUrl(resource) || !canParseUrl(url)) return resource === url;
  const [parent, child] = [new URL(resource), new URL(url)];
  if (parent.origin !== child.origin || parent.origin === 'null') return resource === url;
  if (parent.hash !== '' || (parent.search !== '' && parent.search !== child.search)) return false;
  const path = withoutTrailingSlashes(parent.pathname);
  return child.pathname === path || child.pathname.startsWith(`${path}/`);
}
