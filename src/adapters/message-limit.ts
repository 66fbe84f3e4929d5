/** A limit on one MCP message: a stream may go on for ever, but nobody has to hold more than this of it at once. */
import { Refusal } from '../refusal.ts';

const MESSAGE_BYTES = 8 * 1024 * 1024;
/** The longest end of an event (WHATWG, "Server-sent events"). */
const BOUNDARIES = ['\n\n', '\r\n\r\n', '\r\r'];
const LONGEST_BOUNDARY = 4;

/** Sees every chunk of a body as it comes, and throws `response-too-large` where a message grows too long. */
export type Meter = (chunk: Uint8Array) => void;

/** Refuses `response-too-large` at once for a body that is announced as too long. */
export function messageMeter(headers: Headers, url: URL): Meter {
  const announced = Number(headers.get('content-length') ?? 0);
  if (announced > MESSAGE_BYTES) throw tooLarge(url);
  // HTTP itself ends a body at its announced length, unless that is the length of what is yet to be unpacked.
  if (announced > 0 && !headers.has('content-encoding')) return () => {};
  const isEvents = headers.get('content-type')?.includes('text/event-stream') ?? false;
  const lengthAfter = isEvents ? countingEvents() : countingAll();
  return (chunk) => {
    if (lengthAfter(chunk) > MESSAGE_BYTES) throw tooLarge(url);
  };
}

type Count = (chunk: Uint8Array) => number;

function countingAll(): Count {
  let length = 0;
  return (chunk) => {
    length += chunk.byteLength;
    return length;
  };
}

/** What came since the last event ended, also where its end is split over two chunks. */
function countingEvents(): Count {
  let length = 0;
  let tail = Buffer.alloc(0);
  return (chunk) => {
    const joined = Buffer.concat([tail, chunk]);
    const end = Math.max(...BOUNDARIES.map((boundary) => joined.lastIndexOf(boundary)));
    length = end === -1 ? length + chunk.byteLength : joined.length - end;
    tail = joined.subarray(1 - LONGEST_BOUNDARY);
    return length;
  };
}

function tooLarge(url: URL): Refusal {
  return new Refusal('response-too-large', {
    what: `${url.origin}${url.pathname} sent a message of more than ${MESSAGE_BYTES / 1024 / 1024} MiB.`,
    hint: 'Ask for less at once, or tell the people who run the server.',
    details: { limit_bytes: MESSAGE_BYTES },
  });
}
