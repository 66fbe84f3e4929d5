/**
 * What an endpoint of an authorization server answered. GitHub and Slack say errors with HTTP 200, and some send forms instead
 * of JSON, so a member `error` is an error at any status, and the content type decides how the body is read.
 */
import type { JsonObject } from '../json-object.ts';
import { parsedJsonObject, text } from './json.ts';

export interface EndpointAnswer {
  readonly status: number;
  /** Undefined when the body is neither a JSON object nor a form. */
  readonly body: JsonObject | undefined;
  /** Whether it is an error: by its status, or because it says so. */
  readonly isRefused: boolean;
  /** The code of RFC 6749, section 5.2, also where the server has a word of its own for it. */
  readonly error?: string;
  /** What the server said, where that is another word. */
  readonly said?: string;
  readonly description?: string;
}

/** Words of GitHub (bad_…, incorrect_…) and Slack (invalid_…) for errors that a program has to know. */
const STANDARD: Readonly<Record<string, string>> = {
  bad_refresh_token: 'invalid_grant',
  bad_verification_code: 'invalid_grant',
  incorrect_client_credentials: 'invalid_client',
  invalid_refresh_token: 'invalid_grant',
  invalid_code: 'invalid_grant',
  invalid_client_id: 'invalid_client',
  bad_client_secret: 'invalid_client',
};

export async function readEndpointAnswer(response: Response): Promise<EndpointAnswer> {
  const { status, ok, headers } = response;
  const body = bodyOf(await response.text(), headers.get('content-type'));
  const said = text(body?.error);
  if (said === undefined) return { status, body, isRefused: !ok };
  const error = Object.hasOwn(STANDARD, said) ? STANDARD[said] : said;
  const description = text(body?.error_description);
  return { status, body, isRefused: true, error, ...(error !== said && { said }), description };
}

/** The members of an error for `--json`. */
export function errorDetails({ status, error, said, description }: EndpointAnswer): Readonly<Record<string, unknown>> {
  return {
    status,
    ...(error !== undefined && { error }),
    ...(said !== undefined && { server_error: said }),
    ...(description !== undefined && { error_description: description }),
  };
}

function bodyOf(sent: string, type: string | null): JsonObject | undefined {
  const isForm = type?.split(';')[0]?.trim().toLowerCase() === 'application/x-www-form-urlencoded';
  // The content type of a JSON object may be wrong; a form never begins with a brace.
  return parsedJsonObject(sent) ?? (isForm ? Object.fromEntries(new URLSearchParams(sent)) : undefined);
}
