/** A limit on one MCP message: a stream may go on for ever, but nobody has to hold more than this of it at once. */
import { Refusal } from '../refusal.ts';

const MESSAGE_BYTES = 8 * 1024 * 1024;
/** The longest end of an event (WHATWG, "Server-sent events"). */
const BOUNDARIES = ['\n\n', '\r\n\r\n', '\r\r'];
const LONGEST_BOUNDARY = 4;

/** The same answer, whose body fails with `response-too-large` where a message grows too long. */
export function withMessageLimit(response: Response, url: URL): Response {
  const announced = Number(response.headers.get('content-length') ?? 0);
  if (announced > MESSAGE_BYTES) {
    void response.body?.cancel();
    throw tooLarge(url);
  }
  // HTTP itself ends a body at its announced length, unless that is the length of what is yet to be unpacked.
  if (response.body === null || (announced > 0 && !response.headers.has('content-encoding'))) return response;
  const isEvents = response.headers.get('content-type')?.includes('text/event-stream') ?? false;
  const body = response.body.pipeThrough(isEvents ? countingEvents(url) : countingAll(url));
  const { status, statusText, headers } = response;
  return new Response(body, { status, statusText, headers: [...headers] });
}

function countingAll(url: URL): TransformStream<Uint8Array, Uint8Array> {
  let length = 0;
  return limiting(url, (chunk) => {
    length += chunk.byteLength;
    return length;
  });
}

/** What came since the last event ended, also where its end is split over two chunks. */
function countingEvents(url: URL): TransformStream<Uint8Array, Uint8Array> {
  let length = 0;
  let tail = Buffer.alloc(0);
  return limiting(url, (chunk) => {
    const joined = Buffer.concat([tail, chunk]);
    const end = Math.max(...BOUNDARIES.map((boundary) => joined.lastIndexOf(boundary)));
    length = end === -1 ? length + chunk.byteLength : joined.length - end;
    tail = joined.subarray(1 - LONGEST_BOUNDARY);
    return length;
  });
}

function limiting(url: URL, lengthAfter: (chunk: Uint8Array) => number): TransformStream<Uint8Array, Uint8Array> {
  return new TransformStream({
    transform(chunk, controller) {
      if (lengthAfter(chunk) > MESSAGE_BYTES) throw tooLarge(url);
      controller.enqueue(chunk);
    },
  });
}

function tooLarge(url: URL): Refusal {
  return new Refusal('response-too-large', {
    what: `${url.origin}${url.pathname} sent a message of more than ${MESSAGE_BYTES / 1024 / 1024} MiB.`,
    hint: 'Ask for less at once, or tell the people who run the server.',
    details: { limit_bytes: MESSAGE_BYTES },
  });
}
