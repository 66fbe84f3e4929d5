/** Limits the size of one MCP message. A stream may go on for ever, but no more than one message is held at once. */
import { Refusal } from '../refusal.ts';

const MESSAGE_BYTES = 8 * 1024 * 1024;
/** The longest separator of two events (WHATWG, "Server-sent events"). */
const BOUNDARIES = ['\n\n', '\r\n\r\n', '\r\r'];
const LONGEST_BOUNDARY = 4;

/**
 * Takes every chunk of a body as it comes.
 * @throws Refusal response-too-large where a message is too long
 */
export type Meter = (chunk: Uint8Array) => void;

/**
 * Refuses a body whose announced length is too long.
 * @throws Refusal response-too-large
 */
export function messageMeter(headers: Headers, url: URL): Meter {
  const announced = Number(headers.get('content-length') ?? 0);
  if (announced > MESSAGE_BYTES) throw tooLarge(url);
  // HTTP ends a body at its announced length, except that the length of a compressed body is the length before
  // unpacking.
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

/** Counts the bytes since the last event ended, also where its end is split over two chunks. */
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
