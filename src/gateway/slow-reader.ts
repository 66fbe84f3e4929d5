/** How much a client has read of the event stream that answers its request. */

export interface Reading {
  /** How many parts of the stream the client has taken. Each message is a part. */
  readonly taken: number;
  /** Whether the client reads no more. */
  readonly isOver: boolean;
  /** Resolves when the client takes the next part, or reads no more. */
  next(): Promise<void>;
}

const readings = new WeakMap<Request, Reading>();

/** Undefined as long as nothing has been sent. */
export function readingOf(request: Request): Reading | undefined {
  return readings.get(request);
}

/** The same response, whose reading `readingOf` tells. */
export function watchReading(request: Request, response: Response): Response {
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream');
  const source = isStream ? response.body?.getReader() : undefined;
  if (source === undefined) return response;
  let [taken, isOver] = [0, false];
  let waiting: (() => void)[] = [];
  const advance = () => {
    const woken = waiting;
    waiting = [];
    for (const wake of woken) wake();
  };
  const end = () => {
    isOver = true;
    advance();
  };
  readings.set(request, {
    get taken() {
      return taken;
    },
    get isOver() {
      return isOver;
    },
    next: () => new Promise((wake) => void (isOver ? wake() : waiting.push(wake))),
  });
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await source.read().catch((thrown) => {
          end();
          throw thrown;
        });
        if (done) {
          end();
          return controller.close();
        }
        taken += 1;
        advance();
        controller.enqueue(value);
      },
      cancel(reason) {
        end();
        return source.cancel(reason);
      },
    },
    // Nothing is taken before the client wants it.
    { highWaterMark: 0 },
  );
  const { status, statusText, headers } = response;
  return new Response(body, { status, statusText, headers });
}
