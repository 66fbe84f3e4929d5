/**
 * Errors without an id, and members that are null, in the event stream that answers a request (see `match-response.ts`). The
 * SDK drops such an event, so the text of the stream is mended. All other events pass as the bytes that came, because to
 * write them anew costs more than to read them.
 */
import { readMessage } from './match-response.ts';

const FIELD = 'data:';
const MAY_NEED_MENDING = /"error"|null/;
const LINES_TO_MEND = /^data:.*(?:"error"|null).*$/gm;
/** In bytes. A longer line passes as it comes, so that a server cannot make us hold much. */
const LONGEST_LINE = 1024 * 1024;
const [LINE_FEED, CARRIAGE_RETURN] = [10, 13];

/** The same response, with its messages as the SDK can read them. */
export function withReadableEvents(response: Response, id: string | number): Response {
  if (response.body === null) return response;
  const { status, statusText, headers } = response;
  /** The beginning of the line that is not complete. */
  let held: Uint8Array[] = [];
  let length = 0;
  /** Whether the line that is not complete passes as it comes. */
  let isLong = false;
  const lines = new TransformStream<Uint8Array, Uint8Array>({
    transform(part, controller) {
      const end = Math.max(part.lastIndexOf(LINE_FEED), part.lastIndexOf(CARRIAGE_RETURN)) + 1;
      if (end > 0) {
        controller.enqueue(mended(joined([...held, part.subarray(0, end)]), id));
        held = [];
        length = 0;
        isLong = false;
      }
      if (end < part.length) held.push(part.subarray(end));
      length += part.length - end;
      isLong ||= length >= LONGEST_LINE;
      if (isLong) for (const each of held.splice(0)) controller.enqueue(each);
    },
    flush(controller) {
      controller.enqueue(mended(joined(held), id));
    },
  });
  return new Response(response.body.pipeThrough(lines), { status, statusText, headers });
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const [only, ...others] = parts.filter(({ length }) => length > 0);
  if (only === undefined || others.length === 0) return only ?? new Uint8Array();
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Takes whole lines. */
function mended(bytes: Uint8Array, id: string | number): Uint8Array {
  const text = new TextDecoder().decode(bytes);
  if (!MAY_NEED_MENDING.test(text)) return bytes;
  const after = text.replace(LINES_TO_MEND, (line) => readableLine(line, id));
  return after === text ? bytes : new TextEncoder().encode(after);
}

function readableLine(line: string, id: string | number): string {
  try {
    const message: unknown = JSON.parse(line.slice(FIELD.length));
    const whole = readMessage(message, id);
    return whole === message ? line : `${FIELD} ${JSON.stringify(whole)}`;
  } catch {
    return line;
  }
}
