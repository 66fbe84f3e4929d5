/**
 * An answer as undici's `request` gives it, for whoever expects a `Response`. Its body is read straight from the socket;
 * a stream of the Web, which costs more than all the rest of a small exchange, is made only for who asks for `body`.
 */
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream';
import { createBrotliDecompress, createGunzip } from 'node:zlib';
import type { Dispatcher } from 'undici';
import { type Meter, messageMeter } from './message-limit.ts';

/** The encodings that are unpacked here. */
export const ACCEPTED_ENCODINGS = 'gzip, br';

export class ReceivedResponse extends Response {
  readonly #source: Readable;
  readonly #meter: Meter;
  #body: ReadableStream<Uint8Array<ArrayBuffer>> | undefined;

  /** Throws `response-too-large` for a body that is announced as too long. */
  constructor({ statusCode, headers, body }: Dispatcher.ResponseData, url: URL) {
    // RFC 9110, section 15: an invalid status is treated as a 5xx.
    super(null, { status: statusCode > 599 ? 500 : statusCode, headers: headersOf(headers) });
    // What breaks off before anybody reads it is told to whoever reads it then.
    body.on('error', () => {});
    this.#source = unpacked(body, this.headers.get('content-encoding'));
    try {
      this.#meter = messageMeter(this.headers, url);
    } catch (refusal) {
      body.destroy();
      throw refusal;
    }
  }

  override get body(): ReadableStream<Uint8Array<ArrayBuffer>> {
    this.#body ??= webStream(this.#source, this.#meter);
    return this.#body;
  }

  override get bodyUsed(): boolean {
    // An empty body has been read when its end has.
    return this.#source.readableDidRead || this.#source.readableEnded;
  }

  override async arrayBuffer(): Promise<ArrayBuffer> {
    return Uint8Array.from(await whole(this.#source, this.#meter)).buffer;
  }

  override async text(): Promise<string> {
    return new TextDecoder().decode(await whole(this.#source, this.#meter));
  }

  override async json(): Promise<unknown> {
    return JSON.parse(await this.text());
  }
}

function headersOf(raw: Dispatcher.ResponseData['headers']): [string, string][] {
  return Object.entries(raw).flatMap(([name, value = []]) =>
    Array.isArray(value) ? value.map((each): [string, string] => [name, each]) : [[name, value]],
  );
}

function unpacked(body: Readable, encoding: string | null): Readable {
  if (encoding === null) return body;
  const unpack = /^(x-)?gzip$/i.test(encoding)
    ? createGunzip()
    : /^br$/i.test(encoding)
      ? createBrotliDecompress()
      : undefined;
  // Its end, good or bad, goes on to what is read.
  return unpack ? pipeline(body, unpack, () => {}) : body;
}

function whole(source: Readable, meter: Meter): Promise<Buffer> {
  return new Promise((done, fail) => {
    const chunks: Buffer[] = [];
    listen(source, meter, {
      chunk: (chunk) => chunks.push(chunk),
      end: () => done(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)),
      fail,
    });
  });
}

function webStream(source: Readable, meter: Meter): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream({
    start(controller) {
      listen(source, meter, {
        chunk(chunk) {
          controller.enqueue(new Uint8Array(chunk));
          if ((controller.desiredSize ?? 0) <= 0) source.pause();
        },
        end: () => controller.close(),
        fail: (thrown) => controller.error(thrown),
      });
    },
    pull: () => void source.resume(),
    cancel: () => void source.destroy(),
  });
}

interface Listener {
  chunk(chunk: Buffer): void;
  end(): void;
  fail(thrown: unknown): void;
}

function listen(source: Readable, meter: Meter, { chunk, end, fail }: Listener): void {
  if (source.errored) {
    fail(source.errored);
    return;
  }
  source
    .on('data', (data: Buffer) => {
      // Some of it may be on its way when nobody wants it any more.
      if (source.destroyed) return;
      try {
        meter(data);
      } catch (refusal) {
        fail(refusal);
        source.destroy();
        return;
      }
      chunk(data);
    })
    .once('end', () => source.destroyed || end())
    .once('error', fail);
}
