/**
 * Errors without an id in the event stream that answers a request (see `match-response.ts`). The SDK drops such an event,
 * so the id is put into the text of the stream. All other bytes pass as they came.
 */
import { withRequestId } from './match-response.ts';

const FIELD = 'data:';
/** Characters. A longer line holds a result, and is not kept back until it ends. */
const LONGEST_ERROR = 64 * 1024;

/** The same response, whose errors without an id have the id of the request. */
export function withErrorIds(response: Response, id: string | number): Response {
  if (response.body === null) return response;
  const { status, statusText, headers } = response;
  const decoder = new TextDecoder();
  const encoder = new TextEncoder();
  let line = '';
  const lines = new TransformStream<Uint8Array, Uint8Array>({
    transform(part, controller) {
      for (const text of decoder.decode(part, { stream: true }).split(/(?<=[\r\n])/)) {
        line += text;
        if (!/[\r\n]$/.test(text) && line.length < LONGEST_ERROR) continue;
        controller.enqueue(encoder.encode(lineWithId(line, id)));
        line = '';
      }
    },
    flush(controller) {
      controller.enqueue(encoder.encode(lineWithId(line, id)));
    },
  });
  return new Response(response.body.pipeThrough(lines), { status, statusText, headers });
}

function lineWithId(line: string, id: string | number): string {
  if (!line.startsWith(FIELD) || !line.includes('"error"')) return line;
  try {
    const message: unknown = JSON.parse(line.slice(FIELD.length));
    const whole = withRequestId(message, id);
    return whole === message ? line : `${FIELD} ${JSON.stringify(whole)}${/[\r\n]*$/.exec(line)?.[0]}`;
  } catch {
    return line;
  }
}
