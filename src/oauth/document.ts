/**
 * Reads a metadata document, which is there, missing, or faulty. Only a missing document lets discovery try the next
 * place.
 */

import type { JsonObject } from '../json-object.ts';
import { hint } from '../next-step.ts';
import type { Clock, Fetch } from '../ports/index.ts';
import { Refusal, type RefusalCode } from '../refusal.ts';
import { readJsonObject } from './json.ts';

/** A response that discovery has seen, for `discover --trace`. */
export interface Evidence {
  readonly method: string;
  readonly url: string;
  readonly status: number;
  readonly conclusion: string;
}

export interface Discoverer {
  readonly clock: Pick<Clock, 'timeout'>;
  /** For metadata: whole responses of limited size. */
  readonly fetch: Fetch;
  /** For the MCP endpoint, whose responses may be streams. */
  readonly stream: Fetch;
  readonly observe?: (evidence: Evidence) => void;
}

/**
 * Returns the JSON object at a URL, or undefined when there is none. A server error, HTML or broken JSON is refused: to
 * fall back from them is a downgrade that an attacker on the network could force.
 * @throws Refusal with the code that is given
 */
export async function readDocument(
  url: string,
  { fetch, observe }: Discoverer,
  code: RefusalCode,
): Promise<JsonObject | undefined> {
  const response = await fetch(url, { headers: { accept: 'application/json' } });
  const { status } = response;
  const saw = (conclusion: string) => observe?.({ method: 'GET', url, status, conclusion });
  if (status >= 400 && status < 500 && status !== 429) {
    saw('There is no document here.');
    return undefined;
  }
  if (!response.ok) {
    saw('The server failed; nothing can be concluded.');
    throw faulty(code, url, `It answered with status ${status}.`);
  }
  const document = await readJsonObject(response);
  if (document === undefined) {
    saw('What is here is no JSON object.');
    throw faulty(code, url, 'What it answered is no JSON object.');
  }
  saw('Found it.');
  return document;
}

export function faulty(code: RefusalCode, url: string, why: string): Refusal {
  return new Refusal(code, {
    what: `The metadata at ${url} cannot be used.`,
    why,
    hint: hint`Tell the people who run the server; see each request with ${{ do: 'discover', trace: true }}`,
    details: { url },
  });
}
