/**
 * A refusal by another party or by our own policy. It is thrown with a code whose meaning never changes, and with a
 * hint. Only `cli/report.ts` turns it into text and an exit code.
 */
import type { Hint } from './next-step.ts';

/** Exit codes of the command line (docs/cli.md). */
export const EXIT = {
  done: 0,
  document: 1,
  usage: 2,
  refused: 3,
  connect: 4,
  local: 5,
  bug: 70,
  interrupted: 130,
} as const;

/**
 * Every code that a user can meet, with its exit code and its meaning in one sentence. It is a function because most
 * runs refuse nothing, and building the table at every start would cost more than reading its file.
 */
export const refusals = () =>
  ({
    // usage
    usage: [EXIT.usage, 'The command line could not be understood.'],
    'file-not-found': [EXIT.usage, 'A named file, or a file for a command without arguments, does not exist.'],
    'config-invalid': [EXIT.usage, 'The configuration file of the linter cannot be understood.'],
    'file-exists': [EXIT.usage, 'A file that would be written exists already.'],
    'file-unreadable': [EXIT.usage, 'A file exists but cannot be read.'],
    'answer-missing': [EXIT.usage, 'The installation needs an answer, and asking is not allowed.'],
    'answer-unknown': [EXIT.usage, 'An answer was given to a question that nobody asked.'],
    'secret-literal-refused': [EXIT.usage, 'A secret was given in plain text on the command line or in a file.'],
    'confirmation-missing': [
      EXIT.usage,
      'Something would be deleted, accepted, or tokens sent elsewhere, and asking is not allowed.',
    ],
    'reference-unresolved': [EXIT.usage, 'A reference to a secret could not be read.'],
    'target-unknown': [EXIT.usage, 'No collection, provider or server has this name.'],
    'target-ambiguous': [EXIT.usage, 'More than one thing has this name.'],
    'agent-unknown': [EXIT.usage, 'No agent has this name.'],
    'app-unknown': [EXIT.usage, 'No installed app has this name.'],
    'tool-unknown': [EXIT.usage, 'No tool has this name.'],
    'arguments-invalid': [EXIT.usage, 'The arguments of a tool are not valid JSON or not of its input schema.'],
    // the document
    'manifest-invalid': [EXIT.document, 'The manifest has errors.'],
    'server-invalid': [EXIT.document, 'The description of a server has errors.'],
    // refused by a remote party or by our own policy
    'already-installed': [EXIT.refused, 'An app of this name is installed already.'],
    'provider-name-taken': [EXIT.refused, 'A provider of the same name exists and belongs to something else.'],
    'provider-in-use': [EXIT.refused, 'A provider that collections use is not deleted without being told twice.'],
    'plan-stale': [EXIT.refused, 'The state has changed since the plan was made.'],
    'agent-name-taken': [EXIT.refused, 'An agent of this name exists already.'],
    'server-name-taken': [EXIT.refused, 'A server of the same name has another URL.'],
    'provider-missing': [EXIT.refused, 'A collection names a provider by hand that does not exist.'],
    'address-refused': [EXIT.refused, 'The address is private, link-local or not allowed for this server.'],
    'url-refused': [EXIT.refused, 'The URL is not https, holds credentials, or is not in its normal form.'],
    'response-too-large': [EXIT.refused, 'A server answered with more than is reasonable.'],
    'server-unreachable': [EXIT.refused, 'A server could not be reached.'],
    'server-timeout': [EXIT.refused, 'A server did not answer in time.'],
    'server-error': [EXIT.refused, 'A server answered with an error, or with something that cannot be understood.'],
    'resource-metadata-invalid': [EXIT.refused, 'The resource metadata of the server is faulty (RFC 9728).'],
    'resource-mismatch': [EXIT.refused, 'The resource metadata describes another resource (RFC 9728, section 3.3).'],
    'authorization-server-metadata-invalid': [
      EXIT.refused,
      'The metadata of the authorization server is faulty (RFC 8414).',
    ],
    'issuer-mismatch': [EXIT.refused, 'The issuer is not the one that was asked (RFC 8414, RFC 9207).'],
    'issuer-changed': [
      EXIT.refused,
      'The server now names another authorization server than the one the client belongs to.',
    ],
    'authorization-not-offered': [EXIT.refused, 'The server asks for authorization but does not say where to get it.'],
    'pkce-unsupported': [EXIT.refused, 'The authorization server does not offer PKCE with S256 (RFC 7636).'],
    'registration-unavailable': [EXIT.refused, 'No client id was given, and the authorization server registers none.'],
    'registration-refused': [EXIT.refused, 'The authorization server refused to register a client (RFC 7591).'],
    'device-not-offered': [EXIT.refused, 'The authorization server has no device authorization endpoint (RFC 8628).'],
    'authorization-denied': [EXIT.refused, 'The authorization request was refused (RFC 6749, section 4.1.2.1).'],
    'authorization-response-invalid': [EXIT.refused, 'The authorization response failed its checks.'],
    'token-refused': [EXIT.refused, 'The token endpoint refused the request (RFC 6749, section 5.2).'],
    'token-response-invalid': [EXIT.refused, 'The token endpoint answered with something that is no token response.'],
    'callback-timeout': [EXIT.refused, 'Nobody came back from the browser in time.'],
    'tool-name-conflict': [EXIT.refused, 'Two different tools would have one name.'],
    'tool-changed': [
      EXIT.refused,
      'The definition of a tool has changed since it was accepted, so it is hidden until somebody has looked at it.',
    ],
    'tool-error': [EXIT.refused, 'The tool ran and reported an error.'],
    'verification-failed': [EXIT.refused, 'The token was granted, but the MCP server does not accept it.'],
    // refused by the server
    'right-missing': [EXIT.refused, 'The role of the caller does not allow this.'],
    unauthenticated: [EXIT.refused, 'The API key, token or session is missing, unknown, revoked or expired.'],
    'origin-refused': [EXIT.refused, 'A page asks for something that belongs to pages of another origin.'],
    'not-found': [EXIT.refused, 'There is no such thing, or the caller may not know of it.'],
    'name-taken': [EXIT.refused, 'Something of this name exists already.'],
    'input-invalid': [EXIT.usage, 'The input is malformed, or a member of it has a value that is not allowed.'],
    'link-used': [EXIT.refused, 'The link or ticket is unknown, expired or was used already.'],
    'rate-limited': [EXIT.refused, 'There were too many requests in a minute.'],
    'consent-unfinished': [EXIT.refused, 'Whoever finished this consent did not prove to be who began it.'],
    // a person must connect
    'not-connected': [EXIT.connect, 'Nobody has connected this yet.'],
    'insufficient-scope': [EXIT.connect, 'The server wants scopes that the access token does not have.'],
    'reconnect-needed': [EXIT.connect, 'The consent or the refresh token is no longer good.'],
    // local state
    'browser-failed': [EXIT.local, 'The browser could not be started.'],
    'port-taken': [EXIT.local, 'The port for the callback is in use.'],
    'key-store-unavailable': [EXIT.local, 'No place to keep the master key is available.'],
    'key-store-locked': [EXIT.local, 'The key store is locked or did not answer.'],
    'master-key-invalid': [EXIT.local, 'The master key is not base64 of 32 bytes.'],
    'secret-unreadable': [EXIT.local, 'A stored secret cannot be decrypted with this master key.'],
    'state-damaged': [EXIT.local, 'The database is damaged or is not ours.'],
    'state-newer': [EXIT.local, 'The database was written by a newer version.'],
    'state-permissions': [EXIT.local, 'The state folder cannot be used safely.'],
    'state-unreachable': [EXIT.local, 'The shared database could not be reached.'],
    'state-busy': [EXIT.local, 'Another process kept the database for too long.'],
    'state-full': [EXIT.local, 'There is no room to write.'],
    'file-unwritable': [EXIT.local, 'A file cannot be written.'],
    // a person stopped it
    interrupted: [EXIT.interrupted, 'It was interrupted, or cancelled at a prompt.'],
  }) as const satisfies Record<string, readonly [number, string]>;

export type RefusalCode = keyof ReturnType<typeof refusals>;

export interface RefusalParts {
  /** What happened, in one sentence. */
  readonly what: string;
  /** Why we think so: the evidence. */
  readonly why?: string;
  /** What to do next. Whatever a front can offer to do is a step in it (next-step.ts), never a command in the prose. */
  readonly hint: string | Hint;
  /** Facts for `--json`, in snake_case and without secrets. */
  readonly details?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

export class Refusal extends Error {
  readonly code: RefusalCode;
  readonly why: string | undefined;
  readonly hint: string | Hint;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: RefusalCode, { what, why, hint, details = {}, cause }: RefusalParts) {
    super(what, { cause });
    this.name = 'Refusal';
    this.code = code;
    this.why = why;
    this.hint = hint;
    this.details = details;
  }

  get exitCode(): number {
    return refusals()[this.code][0];
  }
}
