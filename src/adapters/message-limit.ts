/**
 * Limits the size of one MCP message, and how many a stream may send at once. A stream may go on for ever, but no more than one
 * message is held at once, and a server cannot keep everybody busy with messages that nobody asked for.
 */
import { Refusal } from '../refusal.ts';
import { BOUNDARIES, eventEnds, LONGEST_BOUNDARY } from './event-ends.ts';

const MESSAGE_BYTES = 8 * 1024 * 1024;
/**
 * What a stream may send at once. So much is added each second, up to these limits, so that a stream which lasts for days and
 * says little is never ended.
 */
const MOST_AT_ONCE = { messages: 10_000, bytes: 16 * 1024 * 1024 };
const EACH_SECOND = { messages: 100, bytes: 1024 * 1024 };

/**
 * Takes every chunk of a body as it comes.
 * @throws Refusal response-too-large where a message is too long
 */
export type Meter = (chunk: Uint8Array) => void;

/**
 * Refuses a body whose announced length is too long. `now` is a time in milliseconds.
 * @throws Refusal response-too-large
 */
export function messageMeter(headers: Headers, url: URL, now: () => number = () => performance.now()): Meter {
  const announced = Number(headers.get('content-length') ?? 0);
  if (announced > MESSAGE_BYTES) throw tooLarge(url);
  // HTTP ends a body at its announced length, except that the length of a compressed body is the length before
  // unpacking.
  if (announced > 0 && !headers.has('content-encoding')) return () => {};
  if (!isEventStream(headers)) {
    const lengthAfter = countingAll();
    return (chunk) => {
      if (lengthAfter(chunk) > MESSAGE_BYTES) throw tooLarge(url);
    };
  }
  const lengthAfter = countingEvents();
  const spend = allowance(now);
  return (chunk) => {
    if (lengthAfter(chunk) > MESSAGE_BYTES) throw tooLarge(url);
    if (!spend({ messages: eventEnds(chunk).length, bytes: chunk.byteLength })) throw tooMany(url);
  };
}

export function isEventStream(headers: Headers): boolean {
  return headers.get('content-type')?.includes('text/event-stream') ?? false;
}

/** Returns whether so much may be received. */
function allowance(now: () => number) {
  const left = { ...MOST_AT_ONCE };
  let since = now();
  return (spent: typeof left) => {
    const seconds = (now() - since) / 1000;
    since += seconds * 1000;
    for (const what of ['messages', 'bytes'] as const) {
      left[what] = Math.min(MOST_AT_ONCE[what], left[what] + seconds * EACH_SECOND[what]) - spent[what];
    }
    return left.messages >= 0 && left.bytes >= 0;
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

function tooMany(url: URL): Refusal {
  return new Refusal('response-too-large', {
    what: `${url.origin}${url.pathname} sent more than ${MOST_AT_ONCE.messages} messages, or ${MOST_AT_ONCE.bytes / 1024 / 1024} MiB of them, at once.`,
    why: 'Progress and log lines of one server must not keep all others waiting.',
    hint: 'Tell the people who run the server.',
    details: { limit_messages: MOST_AT_ONCE.messages, limit_bytes: MOST_AT_ONCE.bytes },
  });
}

function tooLarge(url: URL): Refusal {
  return new Refusal('response-too-large', {
    what: `${url.origin}${url.pathname} sent a message of more than ${MESSAGE_BYTES / 1024 / 1024} MiB.`,
    hint: 'Ask for less at once, or tell the people who run the server.',
    details: { limit_bytes: MESSAGE_BYTES },
  });
}
