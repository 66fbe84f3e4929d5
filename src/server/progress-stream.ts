/**
 * A response that tells the steps of long work: with `Accept: text/event-stream` the events `step`, then one `result` or `error`.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
import type { Progress } from '../ports/index.ts';
import { PRIVATE } from './problem.ts';

export interface Told {
  /** Called for each step. */
  readonly progress: Progress;
}

/** Whether the client asks for the steps, and not for JSON. */
export function wantsSteps({ headers }: Request): boolean {
  const accepted = (headers.get('accept') ?? '').split(',').map((text) => text.split(';')[0]?.trim());
  return accepted.includes('text/event-stream') && !accepted.includes('application/json');
}

/** @param work Returns the whole response, whose status tells a result from an error. It never fails. */
export function streamed(work: (told: Told) => Promise<Response>): Response {
  const encoder = new TextEncoder();
  const stream = new ReadableStream<Uint8Array>({
    async start(controller) {
      let isOpen = true;
      const send = (event: string, data: string) => {
        if (isOpen) controller.enqueue(encoder.encode(`event: ${event}\ndata: ${data}\n\n`));
      };
      const say = (kind: 'step' | 'note' | 'warning') => (message: string) =>
        send('step', JSON.stringify({ kind, message }));
      const progress = { step: say('step'), note: say('note'), warn: say('warning'), done() {} };
      const response = await work({ progress });
      send(response.ok ? 'result' : 'error', await response.text());
      isOpen = false;
      controller.close();
    },
  });
  const headers = { ...PRIVATE, 'content-type': 'text/event-stream; charset=utf-8' };
  return new Response(stream, { headers });
}
