/** A body as a web stream that hands on messages at a pace, and reads no more of its source than it hands on. */
import type { Readable } from 'node:stream';
import { type Slice, slicesOf } from './event-ends.ts';
import type { Meter } from './message-limit.ts';
import { type Pace, SLICE_MESSAGES } from './message-pace.ts';

/** Without a pace, chunks are handed on as they come. */
export function webStream(
  source: Readable,
  meter: Meter,
  pace: Pace | undefined,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  let waiting: readonly Slice[] = [];
  /** How the source ended. */
  let finish: (() => void) | undefined;
  let isWanted = false;
  let turn: NodeJS.Timeout | NodeJS.Immediate | undefined;
  let handOn = (_slice: Slice) => {};
  let begin = () => {};

  /**
   * Takes everything that the source holds. A server often sends each message as a chunk of its own, and to pause and resume
   * a connection for each of them costs far more than to read them together.
   */
  const readSource = (): readonly Slice[] => {
    const chunk: Buffer | null = finish || source.destroyed ? null : source.read();
    if (chunk === null) return [];
    meter(chunk);
    return pace ? slicesOf(chunk, SLICE_MESSAGES) : [{ bytes: chunk, messages: 0 }];
  };
  const advance = () => {
    if (!isWanted || turn !== undefined) return;
    if (waiting.length === 0) waiting = readSource();
    const [slice] = waiting;
    if (slice === undefined) return finish?.();
    const next = () => {
      turn = undefined;
      isWanted = false;
      waiting = waiting.slice(1);
      handOn(slice);
    };
    const delay = pace?.(slice.messages) ?? 0;
    if (delay >= 1) turn = setTimeout(next, delay);
    // Others get a turn between two slices.
    else if (waiting.length > 1) turn = setImmediate(next);
    else next();
  };
  return new ReadableStream({
    start(controller) {
      const end = (how: () => void) => {
        finish ??= how;
        attempt();
      };
      const fail = (thrown: unknown) => end(() => controller.error(thrown));
      const attempt = () => {
        try {
          advance();
        } catch (refusal) {
          fail(refusal);
          source.destroy();
        }
      };
      handOn = ({ bytes }) => controller.enqueue(new Uint8Array(bytes));
      begin = attempt;
      if (source.errored) return controller.error(source.errored);
      source
        .on('readable', attempt)
        .once('end', () => end(() => controller.close()))
        .once('error', fail);
    },
    pull() {
      isWanted = true;
      begin();
    },
    cancel() {
      clearTimeout(turn as NodeJS.Timeout);
      clearImmediate(turn as NodeJS.Immediate);
      finish = () => {};
      source.destroy();
    },
  });
}
