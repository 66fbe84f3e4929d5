/** URLs as rules see them: parsed as the WHATWG URL standard says, with the placeholders of a template filled in. */
import { canParseUrl } from '../can-parse-url.ts';
import type { Path } from '../diagnostic.ts';
import type { Nodes } from './nodes.ts';

export interface UrlWithPath {
  /** The text in the document. */
  readonly text: string;
  readonly path: Path;
  /** The text with a letter in place of every placeholder, and a scheme in place of one at the beginning. */
  readonly filled: string;
  /** `undefined` when the text is no absolute URL. */
  readonly url: URL | undefined;
}

/** Most addresses match this. No rule finds a fault in them, so they are not parsed. */
const PLAIN = /^https:\/\/[a-z\d]+(?:[-.][a-z\d]+)*\.[a-z]+(?:\/[\w-][\w.-]*)*\/?$/;

/** `{{studio}}`, which the platform fills in. `${…}` is none: clients put what is in the environment in its place. */
const PLACEHOLDER = /\{\{[\w.-]{1,100}\}\}/g;

/** Every URL that requests go to, without the plain ones. */
export function urlsToCheck(nodes: Nodes): UrlWithPath[] {
  const found: UrlWithPath[] = [];
  const add = (text: unknown, path: Path, name: string) => {
    if (typeof text !== 'string' || text === '' || PLAIN.test(text)) return;
    const filled = withoutPlaceholders(text);
    found.push({ text, path: [...path, name], filled, url: parsed(filled) });
  };
  const { manifest, server, serverAuth } = nodes;
  add(manifest.endpoint, [], 'endpoint');
  const overrides = manifest.endpoint_overrides ?? {};
  for (const name of Object.keys(overrides)) add(overrides[name], ['endpoint_overrides'], name);
  for (const { node, path } of nodes.allCollections) add(node.url, path, 'url');
  for (const { node, path } of nodes.oauthConfigs) {
    add(node.authorization_endpoint, path, 'authorization_endpoint');
    add(node.token_endpoint, path, 'token_endpoint');
    add(node.revocation_endpoint, path, 'revocation_endpoint');
  }
  add(server.config?.endpoint, ['config'], 'endpoint');
  for (const name of ['auth_url', 'token_url', 'register_url'] as const)
    add(serverAuth[name], ['config', 'auth'], name);
  return found;
}

/** A placeholder at the beginning is a scheme, or a scheme and a host. */
function withoutPlaceholders(text: string): string {
  const start = /^\{\{[\w.-]{1,100}\}\}(:\/\/)?/.exec(text);
  const whole = start
    ? (start[1] ? 'https' : 'https://x') + text.slice(start[0].length - (start[1]?.length ?? 0))
    : text;
  return whole.replace(PLACEHOLDER, 'x');
}

function parsed(text: string): URL | undefined {
  return canParseUrl(text) ? new URL(text) : undefined;
}

export function isHttp({ protocol }: URL): boolean {
  return protocol === 'https:' || protocol === 'http:';
}

/** The normal form, without the slash that parsing adds to a bare origin. */
export function normalForm(url: URL): string {
  const isBareOrigin = url.pathname === '/' && url.search === '' && url.hash === '' && isHttp(url);
  return isBareOrigin ? url.href.replace(/\/(?=[?#]?$)/, '') : url.href;
}
