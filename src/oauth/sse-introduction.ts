/**
 * Asks a server that speaks only HTTP+SSE (MCP 2024-11-05) who it is: it says so on its stream, after a message to the address
 * that the stream names first.
 */
import { createParser } from 'eventsource-parser';
import { canParseUrl } from '../can-parse-url.ts';
import type { Fetch } from '../ports/index.ts';
import { readIdentity, type ServerIdentity } from './server-identity.ts';

export interface Introduction {
  readonly identity?: ServerIdentity;
}

export interface SseQuestion {
  /** The address of the stream. */
  readonly url: string;
  readonly stream: Fetch;
  /** The message that the server answers by saying who it is. */
  readonly message: object;
  /** Aborted when the time is over. */
  readonly within: AbortSignal;
}

/** In characters. No introduction is longer. */
const MOST_CHARACTERS = 64 * 1024;

/** Undefined when the stream is not one of HTTP+SSE. Ends the stream. */
export async function introduceOverSse(response: Response, question: SseQuestion): Promise<Introduction | undefined> {
  const { url, within } = question;
  const isEvents = response.headers.get('content-type')?.includes('text/event-stream') ?? false;
  const reader = isEvents ? response.body?.getReader() : undefined;
  if (reader === undefined) return undefined;
  let isSse: boolean | undefined;
  let identity: ServerIdentity | undefined;
  const parser = createParser({
    onEvent({ event, data }) {
      if (isSse === undefined) {
        isSse = event === 'endpoint' && isAt(new URL(url).origin, data, url);
        if (isSse) void ask(new URL(data, url), question);
      } else identity ??= readIdentity(data);
    },
  });
  const cancel = () => void reader.cancel().catch(() => {});
  within.addEventListener('abort', cancel);
  try {
    const decoder = new TextDecoder();
    let length = 0;
    for (let part = await reader.read(); !part.done && length < MOST_CHARACTERS; part = await reader.read()) {
      length += part.value.byteLength;
      parser.feed(decoder.decode(part.value, { stream: true }));
      if (isSse === false || identity) break;
    }
  } catch {
    // What has come so far is what is known.
  } finally {
    within.removeEventListener('abort', cancel);
    cancel();
  }
  return isSse ? { identity } : undefined;
}

const isAt = (origin: string, address: string, base: string) =>
  canParseUrl(address, base) && new URL(address, base).origin === origin;

/** The answer comes on the stream, so what this request is answered does not matter. */
async function ask(endpoint: URL, { stream, message, within }: SseQuestion): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const init = { method: 'POST', headers, body: JSON.stringify(message), signal: within };
  await stream(endpoint, init)
    .then(({ body }) => body?.cancel())
    .catch(() => {});
}
