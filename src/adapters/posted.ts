/**
 * JSON that a client posts, read and answered on Node's own terms. `Request` and `Response` with their streams cost several
 * times as much as a call of a tool; whoever wants them gets the same request from its beginning.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import type { PostedJson, Reply } from '../ports/index.ts';

/** As much as the handlers of the SDK read. A longer body is left to them to refuse. */
const MOST_BYTES = 4 * 1024 * 1024;

type Handler = (incoming: IncomingMessage, outgoing: ServerResponse) => unknown;

/** Node itself ends a body at its announced length. */
export function isShortJson({ method, headers }: IncomingMessage): boolean {
  const isJson = /^application\/json\b/i.test(headers['content-type'] ?? '');
  return method === 'POST' && isJson && Number(headers['content-length']) <= MOST_BYTES;
}

/** Reads the body, and hands it to `otherwise` when it is not taken. A client that goes away while it sends is forgotten. */
export function readPosted(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  takes: (posted: PostedJson) => Promise<boolean>,
  otherwise: Handler,
): void {
  const chunks: Buffer[] = [];
  incoming
    .on('data', (chunk: Buffer) => chunks.push(chunk))
    .on('error', () => {})
    .once('end', async () => {
      const body = Buffer.concat(chunks);
      const posted = postedOf(incoming, outgoing, body);
      // What goes wrong here goes wrong there as well, and is told there.
      const isTaken = posted !== undefined && (await takes(posted).catch(() => false));
      if (!isTaken) otherwise(again(incoming, body), outgoing);
    });
}

/** Undefined when it is no JSON. */
function postedOf(
  { url = '/', headers }: IncomingMessage,
  outgoing: ServerResponse,
  body: Buffer,
): PostedJson | undefined {
  try {
    const json: unknown = JSON.parse(body.toString());
    const header = (name: string) => {
      const value = headers[name];
      return Array.isArray(value) ? value.join(', ') : value;
    };
    return { path: url, header, json, reply: replyOn(outgoing) };
  } catch {
    return undefined;
  }
}

/** The same request, as if nobody had read it. */
function again({ method, url, headers }: IncomingMessage, body: Buffer): IncomingMessage {
  return Object.assign(Readable.from([body]), { method, url, headers }) as unknown as IncomingMessage;
}

function replyOn(outgoing: ServerResponse): Reply {
  return {
    json(text, headers) {
      const length = Buffer.byteLength(text);
      outgoing.writeHead(200, { ...headers, 'content-type': 'application/json', 'content-length': length }).end(text);
    },
    stream(text, headers) {
      if (!outgoing.headersSent) outgoing.writeHead(200, { ...headers, ...EVENTS });
      outgoing.write(text);
    },
    endStream: () => void outgoing.end(),
    onOver: (listener) => void outgoing.once('close', listener),
  };
}

const EVENTS = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
};
