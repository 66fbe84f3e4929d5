/**
 * Reads JSON that a client posts, and writes the reply, on Node's own terms. `Request` and `Response` with their streams
 * cost several times as much as a tool call. A handler that needs them gets the same request, as if nobody had read it.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import type { PostedJson, Reply } from '../ports/index.ts';

/** The handlers of the SDK read no more. They refuse a longer body themselves. */
const MOST_BYTES = 4 * 1024 * 1024;

/** Node itself ends a body at its announced length. */
export function isShortJson({ method, headers }: IncomingMessage): boolean {
  const isJson = /^application\/json\b/i.test(headers['content-type'] ?? '');
  return method === 'POST' && isJson && Number(headers['content-length']) <= MOST_BYTES;
}

export interface PostedHandlers {
  readonly tryHandle: (posted: PostedJson) => Promise<boolean>;
  /** Gets the request when `tryHandle` returns false. */
  readonly otherwise: (incoming: IncomingMessage) => unknown;
}

/** Reads the body and hands it to a handler; does nothing when the client goes away before its body is complete. */
export function readPosted(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  { tryHandle, otherwise }: PostedHandlers,
): void {
  const chunks: Buffer[] = [];
  incoming
    .on('data', (chunk: Buffer) => chunks.push(chunk))
    .on('error', () => {})
    .once('end', async () => {
      const body = Buffer.concat(chunks);
      const json = parsed(body);
      // An error of `tryHandle` happens again in the other handler, which reports it.
      const isHandled = json !== undefined && (await tryHandle({ json, reply: replyOn(outgoing) }).catch(() => false));
      if (!isHandled) otherwise(unread(incoming, body));
    });
}

/** Undefined when the body is not JSON. */
function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}

/** The same request, as if nobody had read it. */
function unread({ method, url, headers }: IncomingMessage, body: Buffer): IncomingMessage {
  return Object.assign(Readable.from([body]), { method, url, headers }) as unknown as IncomingMessage;
}

function replyOn(outgoing: ServerResponse): Reply {
  return {
    json(text, headers) {
      const length = Buffer.byteLength(text);
      outgoing.writeHead(200, { ...headers, 'content-type': 'application/json', 'content-length': length }).end(text);
    },
    stream(text, headers) {
      if (!outgoing.headersSent) outgoing.writeHead(200, { ...headers, ...STREAM_HEADERS });
      outgoing.write(text);
    },
    isBehind: () => outgoing.writableNeedDrain,
    caughtUp: () => caughtUp(outgoing),
    endStream: () => void outgoing.end(),
    onClose: (listener) => void outgoing.once('close', listener),
  };
}

function caughtUp(outgoing: ServerResponse): Promise<void> {
  return new Promise((done) => {
    if (!outgoing.writableNeedDrain || outgoing.destroyed) return done();
    const finish = () => {
      outgoing.off('drain', finish);
      outgoing.off('close', finish);
      done();
    };
    outgoing.once('drain', finish).once('close', finish);
  });
}

const STREAM_HEADERS = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
};
