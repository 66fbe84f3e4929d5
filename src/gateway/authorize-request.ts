/**
 * Decides who may use the gateway over HTTP, by the head of a request: Host, Origin and bearer token. Host and Origin keep
 * out web pages that had their own name resolved to this machine (DNS rebinding). A gateway that listens on every address
 * cannot know its names, so there the token alone decides.
 */
import { validateHostHeader, validateOriginHeader } from '@modelcontextprotocol/server';
import { canParseUrl } from '../can-parse-url.ts';
import type { Caller } from '../identity/caller.ts';
import { isLoopback } from '../loopback.ts';
import { type HintText, hint } from '../next-step.ts';
import type { RequestHead } from '../ports/index.ts';
import type { Secret } from '../secret.ts';

export type Authorization = { readonly refused: Response } | { readonly caller: Caller };

export type AuthorizeRequest = (head: RequestHead) => Promise<Authorization>;

const EVERY_ADDRESS = ['0.0.0.0', '::'];
/** A host and perhaps a port (RFC 9110, section 7.2). A URL parser would find a host in much more. */
export const AUTHORITY = /^(?:[a-z\d.-]+|\[[a-f\d:.]+\])(?::\d{1,5})?$/i;
const SCHEME = /^[a-z][a-z\d+.-]*:\/\//i;

export interface AuthorizerOptions {
  /** The address on which the gateway listens. */
  readonly host: string;
  readonly token: Secret;
  /** Whose token it is. So far there is only the owner of the machine. */
  readonly owner: Caller;
  readonly hintText: HintText;
}

export function requestAuthorizer({ host, token, owner, hintText }: AuthorizerOptions): AuthorizeRequest {
  const names = EVERY_ADDRESS.includes(host) ? undefined : [host.includes(':') ? `[${host}]` : host];
  const howToGetToken = hintText(hint`The token is shown by: ${{ do: 'run', words: ['gateway', '--show-token'] }}`);
  const expected = `Bearer ${token.reveal()}`;
  return async ({ header }) => {
    const [named, origin, authorization = ''] = [header('host'), header('origin'), header('authorization')];
    const hostCheck = names ? hostHeaderCheck(named, names) : ALLOWED;
    if (!hostCheck.ok) return refused(403, hostCheck.message);
    const originCheck = validateOriginHeader(origin === undefined || isOrigin(origin) ? origin : 'null', [
      ...(names ?? []),
      ...loopbackHost(origin),
    ]);
    if (!originCheck.ok) return refused(403, originCheck.message);
    // The name of a scheme is case-insensitive (RFC 9110, section 11.1).
    if (isEqual(authorization.replace(/^bearer /i, 'Bearer '), expected)) return { caller: owner };
    const challenge = { 'www-authenticate': 'Bearer realm="mcpctl gateway"' };
    return refused(401, howToGetToken, challenge);
  };
}

const ALLOWED = { ok: true } as const;

function hostHeaderCheck(host: string | undefined, names: readonly string[]) {
  const known = AUTHORITY.test(host ?? '') ? host : undefined;
  return validateHostHeader(known, [...names, ...loopbackHost(`http://${known}`)]);
}

/**
 * The host of the URL when it is loopback. Such a name means this machine everywhere, so no web page can have it resolved
 * to another one.
 */
function loopbackHost(url = ''): string[] {
  if (!canParseUrl(url)) return [];
  const parsed = new URL(url);
  return isLoopback(parsed) ? [parsed.hostname] : [];
}

/** Whether the text is a scheme and an authority (RFC 6454, section 6.2), and nothing more. */
function isOrigin(text: string): boolean {
  const [scheme] = SCHEME.exec(text) ?? [];
  return scheme !== undefined && AUTHORITY.test(text.slice(scheme.length));
}

function refused(status: number, message: string, headers?: Readonly<Record<string, string>>): Authorization {
  const body = { jsonrpc: '2.0', id: null, error: { code: -32_000, message } };
  return { refused: Response.json(body, { status, headers }) };
}

/** Compares every character, so that the time it takes shows nothing of the token but its length. */
function isEqual(sent: string, expected: string): boolean {
  let difference = sent.length ^ expected.length;
  for (let index = 0; index < sent.length; index++) {
    difference |= sent.charCodeAt(index) ^ expected.charCodeAt(index % expected.length);
  }
  return difference === 0;
}
