/** Chooses the proxy of a request: HTTPS_PROXY, HTTP_PROXY and NO_PROXY, in either case, as curl reads them. */
import { isLoopback } from '../loopback.ts';

/** Returns the URL of the proxy, or undefined for a direct request. Requests to this machine are always direct. */
export function proxyFor(url: URL, environment: NodeJS.ProcessEnv): string | undefined {
  if (isLoopback(url)) return undefined;
  const plain = environment.http_proxy || environment.HTTP_PROXY;
  const secure = environment.https_proxy || environment.HTTPS_PROXY;
  const proxy = url.protocol === 'https:' ? secure || plain : plain;
  if (!proxy) return undefined;
  const exceptions = (environment.no_proxy || environment.NO_PROXY || '').split(/[,\s]+/).filter(Boolean);
  return exceptions.some((exception) => covers(exception, url)) ? undefined : proxy;
}

/** `example.com`, `.example.com` and `*.example.com` mean the host and all below it; `:443` only that port; `*` all. */
function covers(exception: string, url: URL): boolean {
  if (exception === '*') return true;
  const [, name = exception, port] = /^(.+):(\d+)$/.exec(exception) ?? [];
  if (port !== undefined && Number(port) !== Number(url.port || (url.protocol === 'https:' ? 443 : 80))) return false;
  const domain = name.replace(/^\*?\./, '').toLowerCase();
  return url.hostname === domain || url.hostname.endsWith(`.${domain}`);
}
