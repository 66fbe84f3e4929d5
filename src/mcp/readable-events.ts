/**
 * Errors without an id, and members that are null, in the event stream that answers a request (see `match-response.ts`). The
 * SDK drops such an event, so the text of the stream is mended. All other events pass as they came.
 */
import { readMessage } from './match-response.ts';

const FIELD = 'data:';
/** In characters. A longer line passes as it comes, so that a server cannot make us hold much. */
const LONGEST_LINE = 1024 * 1024;

/** The same response, with its messages as the SDK can read them. */
export function withReadableEvents(response: Response, id: string | number): Response {
  if (response.body === null) return response;
  const { status, statusText, headers } = response;
  const decoder = new TextDecoder();
  const encoder = new TextEncoder();
  let line = '';
  const lines = new TransformStream<Uint8Array, Uint8Array>({
    transform(part, controller) {
      for (const text of decoder.decode(part, { stream: true }).split(/(?<=[\r\n])/)) {
        line += text;
        if (!/[\r\n]$/.test(text) && line.length < LONGEST_LINE) continue;
        controller.enqueue(encoder.encode(readableLine(line, id)));
        line = '';
      }
    },
    flush(controller) {
      controller.enqueue(encoder.encode(readableLine(line, id)));
    },
  });
  return new Response(response.body.pipeThrough(lines), { status, statusText, headers });
}

function readableLine(line: string, id: string | number): string {
  if (!line.startsWith(FIELD) || !/"error"|null/.test(line)) return line;
  try {
    const message: unknown = JSON.parse(line.slice(FIELD.length));
    const whole = readMessage(message, id);
    return whole === message ? line : `${FIELD} ${JSON.stringify(whole)}${/[\r\n]*$/.exec(line)?.[0]}`;
  } catch {
    return line;
  }
}
