/** What a request asks for, before anybody looks at it (RFC 9112, section 3.2). Pure. */
import type { IncomingMessage } from 'node:http';
import { canParseUrl } from '../can-parse-url.ts';
import type { RefusedStatus } from '../ports/index.ts';

type Head = Pick<IncomingMessage, 'method' | 'url' | 'headers' | 'httpVersion'>;

/** The Fetch standard forbids them, so no handler could be asked. */
const FORBIDDEN_METHODS = ['TRACE', 'TRACK', 'CONNECT'];

/** Returns the path with its query, or the status that refuses the request. A proxy sends the absolute form. */
export function requestTarget({ method = '', url = '/', headers, httpVersion }: Head): string | RefusedStatus {
  if (FORBIDDEN_METHODS.includes(method.toUpperCase())) return 405;
  if (headers.host === undefined && httpVersion === '1.1') return 400;
  const target = url.startsWith('/') ? url : pathOfAbsolute(url);
  if (target === undefined || !canParseUrl(`http://${headers.host ?? 'localhost'}${target}`)) return 400;
  return target;
}

function pathOfAbsolute(url: string): string | undefined {
  const [, rest] = /^https?:\/\/[^/?#]+(.*)$/i.exec(url) ?? [];
  if (rest === undefined || !canParseUrl(url)) return undefined;
  return rest.startsWith('/') ? rest : `/${rest}`;
}
